from torch import nn
class ImageOnly(nn.Module):
    def __init__(self, network):
        super().__init__(); self.network=network; self.multiple=network.multiple
    def forward(self,*i):
        o=self.network(*i)
        return o if not isinstance(o,tuple) else o[0]
