<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en" language="zh_CN">
  <context>
    <name>Unveil</name>
    <message>
      <source> ({0} of them from other dates)</source>
      <translation>（其中 {0} 块来自其他日期）</translation>
    </message>
    <message>
      <source> ({0} of them from other dates, {1} seen through thin cloud)</source>
      <translation>（其中 {0} 块来自其他日期，{1} 块透过薄云可见）</translation>
    </message>
    <message>
      <source> ({0} of them seen through thin cloud)</source>
      <translation>（其中 {0} 块透过薄云可见）</translation>
    </message>
    <message>
      <source>'{0}' is no band of Sentinel-2; write B1, B2 ... B8A ... B12.</source>
      <translation>“{0}”不是 Sentinel-2 的波段；请写 B1、B2 ... B8A ... B12。</translation>
    </message>
    <message>
      <source>'{0}' is no choice for the offset; choose {1}.</source>
      <translation>“{0}”不是偏移的选项；请选择 {1}。</translation>
    </message>
    <message>
      <source>'{0}' is no kind of backscatter; choose auto, {1}.</source>
      <translation>“{0}”不是后向散射的种类；请选择 auto、{1}。</translation>
    </message>
    <message>
      <source>'{0}' is no unit of backscatter; choose auto, {1}.</source>
      <translation>“{0}”不是后向散射的单位；请选择 auto、{1}。</translation>
    </message>
    <message>
      <source>'{}' is ready.</source>
      <translation>“{}”已就绪。</translation>
    </message>
    <message>
      <source>, elevation {0}</source>
      <translation>，高度角 {0}</translation>
    </message>
    <message>
      <source>0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data.</source>
      <translation>0 晴空，1 云，2 薄云，3 云影，255 无数据。</translation>
    </message>
    <message>
      <source>0: the scene's darkest pixel, 1: its mean.</source>
      <translation>0：影像中最暗的像素；1：影像的平均值。</translation>
    </message>
    <message>
      <source>A clear image of the same place, of a near date, with the same bands on the same grid.</source>
      <translation>同一地点、日期相近的无云影像，波段相同、网格相同。</translation>
    </message>
    <message>
      <source>A clear scene of the same place, drawn in the spectra beside the two.</source>
      <translation>同一地点的无云影像，其光谱与前两者的光谱绘制在一起。</translation>
    </message>
    <message>
      <source>A cloud-free Sentinel-2 raster in DN (reflectance x 10000), bands named B1 to B12 or 13 in that order.</source>
      <translation>无云的 Sentinel-2 栅格，DN 值（反射率 x 10000），波段命名为 B1 至 B12，或按此顺序的 13 个波段。</translation>
    </message>
    <message>
      <source>A length of {0} metres is none; give a number.</source>
      <translation>{0} 米不是长度；请给出一个数。</translation>
    </message>
    <message>
      <source>A mask of shape {0} does not fit images of {1} pixels.</source>
      <translation>形状为 {0} 的掩膜与 {1} 像素的图像不符。</translation>
    </message>
    <message>
      <source>A mask's threshold of {0} is no probability; give more than 0 and at most 1.</source>
      <translation>掩膜阈值 {0} 不是概率；请给出大于 0 且不超过 1 的数。</translation>
    </message>
    <message>
      <source>A model is left out. {0}</source>
      <translation>有一个模型未被使用。{0}</translation>
    </message>
    <message>
      <source>A model on relative values needs the levels of the scene's clear ground.</source>
      <translation>基于相对值的模型需要场景晴空地面的水平。</translation>
    </message>
    <message>
      <source>A page with tables, pictures and charts that needs no other file.</source>
      <translation>包含表格、图片和图表的网页，无需其他文件。</translation>
    </message>
    <message>
      <source>A picture of the page cannot be made: this GDAL cannot write PNG.</source>
      <translation>无法制作页面中的图片：此 GDAL 不能写 PNG。</translation>
    </message>
    <message>
      <source>A polygon layer, or what is selected in it. Clouds outside stay as they are.</source>
      <translation>多边形图层，或其中选中的要素。其外的云保持原样。</translation>
    </message>
    <message>
      <source>A progressive restoration needs at least one step, not {0}.</source>
      <translation>渐进式修复至少需要一步，而非 {0}。</translation>
    </message>
    <message>
      <source>A quarter of B2 of {0} lies below {1} DN, and at the top of the atmosphere (L1C) air alone gives more than 600: the values seem to be scaled (reflectance x 1000, radiance), or an offset subtracted twice; export DN (reflectance x 10000).</source>
      <translation>{0} 的 B2 有四分之一低于 {1} DN，而在大气层顶（L1C）仅空气散射就超过 600：数值似乎经过缩放（反射率 x 1000、辐亮度），或偏移量被减了两次；请导出 DN（反射率 x 10000）。</translation>
    </message>
    <message>
      <source>A raster on any grid (class codes 0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data; 0 and 1; cloud probability; the scene classification of L2A; others by its coding) or polygons of clouds; the log says what it was taken for. Left empty, the mask detector makes one.</source>
      <translation>任意格网上的栅格（类别代码 0 晴空、1 云、2 薄云、3 阴影、255 无数据；0 和 1；云概率；L2A 的场景分类；其他按其编码）或云的多边形；日志会说明按哪种理解。留空时由掩膜检测器生成。</translation>
    </message>
    <message>
      <source>A raster with VV and VH (calibrated, terrain-corrected), a folder with one file for each, or a SAFE GRD product (folder, manifest.safe or zip).</source>
      <translation>含 VV 和 VH 的栅格（已定标、已做地形校正），或 VV 和 VH 各为一个文件的文件夹，或 SAFE 格式的 GRD 产品（文件夹、manifest.safe 或 zip）。</translation>
    </message>
    <message>
      <source>A row for each image and method. A table of an earlier run is continued, not begun anew.</source>
      <translation>每幅影像和每种方法各占一行。若已有先前运行的表格，则续写而不重新开始。</translation>
    </message>
    <message>
      <source>A sample scene of {0} pixels a side is too small; ask for {1} or more.</source>
      <translation>边长 {0} 像素的示例场景太小；请取 {1} 或以上。</translation>
    </message>
    <message>
      <source>A scene and its radar</source>
      <translation>一景影像及其雷达数据</translation>
    </message>
    <message>
      <source>A scene of {0} x {1} pixels is smaller than the {2} that a network learns from at a time, so nothing was adapted and the model {3} stays.</source>
      <translation>{0} x {1} 像素的场景小于网络每次学习所需的 {2} 像素，因此未作适配，仍用模型 {3}。</translation>
    </message>
    <message>
      <source>A stored authentication of QGIS for the catalogue's own address.</source>
      <translation>QGIS 中保存的认证，用于目录自身的地址。</translation>
    </message>
    <message>
      <source>A tile takes {0} s here: about {1} minutes to go.</source>
      <translation>此处每个图块需 {0} 秒：大约还需 {1} 分钟。</translation>
    </message>
    <message>
      <source>About {} of memory.</source>
      <translation>约需 {} 内存。</translation>
    </message>
    <message>
      <source>About {} on {} ({} s a tile) and {} of memory.</source>
      <translation>约需 {}，运行于 {}（每个切片 {} 秒），内存约 {}。</translation>
    </message>
    <message>
      <source>Account</source>
      <translation>账户</translation>
    </message>
    <message>
      <source>Adapt model to a scene</source>
      <translation>针对影像适配模型</translation>
    </message>
    <message>
      <source>Address of a catalogue of Sentinel-1</source>
      <translation>Sentinel-1 目录的地址</translation>
    </message>
    <message>
      <source>Address of a catalogue of Sentinel-2</source>
      <translation>Sentinel-2 目录的地址</translation>
    </message>
    <message>
      <source>Address or file of a Sentinel-2 item, instead of a date.</source>
      <translation>Sentinel-2 条目的地址或文件，代替日期。</translation>
    </message>
    <message>
      <source>After</source>
      <translation>处理后</translation>
    </message>
    <message>
      <source>All scores by band and class of pixel, for other programs.</source>
      <translation>按波段和像素类别列出的全部评分，供其他程序使用。</translation>
    </message>
    <message>
      <source>An adaptation of {0} minutes is none; give more than 0.</source>
      <translation>{0} 分钟的适配无意义；请给出大于 0 的数。</translation>
    </message>
    <message>
      <source>An image of shape {0} does not have the {1} bands named; give [bands, h, w].</source>
      <translation>形状为 {0} 的图像没有所述的 {1} 个波段；请给出 [波段, 高, 宽]。</translation>
    </message>
    <message>
      <source>An installed model, by its id.</source>
      <translation>已安装的模型（用其标识）。</translation>
    </message>
    <message>
      <source>An installed model: {}.</source>
      <translation>已安装的模型：{}。</translation>
    </message>
    <message>
      <source>Another QGIS installs packages; wait until it has ended.</source>
      <translation>另一个 QGIS 正在安装软件包；请等它结束。</translation>
    </message>
    <message>
      <source>Any number of the installed models.</source>
      <translation>可选任意多个已安装的模型。</translation>
    </message>
    <message>
      <source>As Remove clouds takes it. Left empty, the mask detector makes one.</source>
      <translation>要求与“去云”相同。留空则由掩膜检测器生成。</translation>
    </message>
    <message>
      <source>As Remove clouds wrote it; how many errors lie within it, and whether it ranks them, is told.</source>
      <translation>由“去云”写出的标准误差；会说明有多少误差落在其范围内，以及它能否为误差排序。</translation>
    </message>
    <message>
      <source>As Remove clouds wrote them; scores stand by their classes too: below cloud, another date, far.</source>
      <translation>由“去云”写出的质量位；得分还会按其类别给出：云下、其他日期、远离晴空。</translation>
    </message>
    <message>
      <source>As in Remove clouds.</source>
      <translation>与“去云”中相同。</translation>
    </message>
    <message>
      <source>Average the score over a disc (radius, metres)</source>
      <translation>在圆形邻域内平均得分（半径，米）</translation>
    </message>
    <message>
      <source>Azimuth of the sun (degrees)</source>
      <translation>太阳方位角（度）</translation>
    </message>
    <message>
      <source>Backscatter</source>
      <translation>后向散射</translation>
    </message>
    <message>
      <source>Band {0} of {1} holds the value {2}, which is no class of a scene classification (0 to 11); choose the product's SCL.</source>
      <translation>波段 {0}（{1}）含有数值 {2}，它不是场景分类的类别（0 至 11）；请选择产品的 SCL。</translation>
    </message>
    <message>
      <source>Bands</source>
      <translation>波段</translation>
    </message>
    <message>
      <source>Bands of Sentinel-2 at 10 m in DN (reflectance x 10000), named B1 to B12, or the 13 of L1C in that order; or a subdataset of a SAFE product.</source>
      <translation>10 米分辨率的 Sentinel-2 波段，DN 值（反射率 x 10000），命名为 B1 至 B12，或按此顺序的 L1C 的 13 个波段；也可以是 SAFE 产品的子数据集。</translation>
    </message>
    <message>
      <source>Bands of Sentinel-2 in DN (reflectance x 10000), named B1 to B12, or 13 of L1C in that order; for scl the scene classification of L2A, or a raster with a band SCL.</source>
      <translation>Sentinel-2 波段，DN 值（反射率 x 10000），命名为 B1 至 B12，或按此顺序的 L1C 的 13 个波段；对于 scl，则为 L2A 的场景分类，或含 SCL 波段的栅格。</translation>
    </message>
    <message>
      <source>Bands of {0} m are brought to the grid of {1} x {2} pixels.</source>
      <translation>{0} m 波段已重采样到 {1} x {2} 像素的网格。</translation>
    </message>
    <message>
      <source>Beaches, roads and roofs are narrower than clouds.</source>
      <translation>海滩、道路和屋顶比云窄。</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>处理前</translation>
    </message>
    <message>
      <source>Begin with</source>
      <translation>初始值</translation>
    </message>
    <message>
      <source>Benchmark models</source>
      <translation>模型基准测试</translation>
    </message>
    <message>
      <source>Both radar files hold {0}; give one of VV and one of VH.</source>
      <translation>两个雷达文件都是 {0}；请提供 VV 和 VH 各一个。</translation>
    </message>
    <message>
      <source>Brings Sentinel-1 backscatter to the grid of a Sentinel-2 scene and checks how well it lies.</source>
      <translation>将 Sentinel-1 后向散射重采样到 Sentinel-2 影像的网格，并检查两者的配准情况。</translation>
    </message>
    <message>
      <source>By the product's manifest.safe: a damaged JPEG 2000 file decodes without an error. Takes some seconds.</source>
      <translation>依据产品的 manifest.safe：损坏的 JPEG 2000 文件解码时不会报错。需要几秒钟。</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>已取消。</translation>
    </message>
    <message>
      <source>Cancelled; nothing was written.</source>
      <translation>已取消；没有写入任何内容。</translation>
    </message>
    <message>
      <source>Carrying on at step {0}, after {1} of training</source>
      <translation>从第 {0} 步继续，已训练 {1}</translation>
    </message>
    <message>
      <source>Catalogue of Sentinel-1</source>
      <translation>Sentinel-1 目录</translation>
    </message>
    <message>
      <source>Catalogue of Sentinel-2</source>
      <translation>Sentinel-2 目录</translation>
    </message>
    <message>
      <source>Checkpoint</source>
      <translation>检查点文件</translation>
    </message>
    <message>
      <source>Checkpoints (*.pth *.pt *.tar *.ckpt *.safetensors);;All files (*)</source>
      <translation>检查点文件 (*.pth *.pt *.tar *.ckpt *.safetensors);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Checksums: {0} files are as the product's manifest states.</source>
      <translation>校验和：{0} 个文件与产品清单一致。</translation>
    </message>
    <message>
      <source>Choose the Sentinel-2 raster whose grid the radar is brought to.</source>
      <translation>请选择 Sentinel-2 栅格，雷达影像将重采样到其网格。</translation>
    </message>
    <message>
      <source>Choose: {}</source>
      <translation>请选择：{}</translation>
    </message>
    <message>
      <source>Class codes of what was restored, grown as it was, whoever made the mask.</source>
      <translation>已恢复区域的类别代码，含扩展部分，无论掩膜由谁制作。</translation>
    </message>
    <message>
      <source>Class codes: 0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data.</source>
      <translation>类别编码：0 晴空，1 云，2 薄云，3 阴影，255 无数据。</translation>
    </message>
    <message>
      <source>Clean</source>
      <translation>去云</translation>
    </message>
    <message>
      <source>Clean this scene</source>
      <translation>为此影像去云</translation>
    </message>
    <message>
      <source>Clear gaps that are narrower become cloud.</source>
      <translation>比此更窄的晴空间隙将归为云。</translation>
    </message>
    <message>
      <source>Clear raster for the test</source>
      <translation>测试用无云栅格</translation>
    </message>
    <message>
      <source>Clear reference</source>
      <translation>无云参考影像</translation>
    </message>
    <message>
      <source>Clear sky of {}</source>
      <translation>{} 的晴空概率</translation>
    </message>
    <message>
      <source>Clear-sky probability</source>
      <translation>晴空概率</translation>
    </message>
    <message>
      <source>Click a pixel of the map to see its spectra.</source>
      <translation>点击地图上的像素即可查看其光谱。</translation>
    </message>
    <message>
      <source>Close gaps in clouds (radius, metres)</source>
      <translation>填补云中的间隙（半径，米）</translation>
    </message>
    <message>
      <source>Cloud cover (%)</source>
      <translation>云量（%）</translation>
    </message>
    <message>
      <source>Cloud detector: {0} ({1}).</source>
      <translation>云检测器：{0}（{1}）。</translation>
    </message>
    <message>
      <source>Cloud free</source>
      <translation>去云结果</translation>
    </message>
    <message>
      <source>Cloud mask</source>
      <translation>云掩膜</translation>
    </message>
    <message>
      <source>Cloud mask of {}</source>
      <translation>{} 的云掩膜</translation>
    </message>
    <message>
      <source>Cloud masks of any coding, one for each other date, in their order; left empty, the detector makes them.</source>
      <translation>任意编码的云掩膜，每个其他日期一个，顺序一致；留空则由检测器生成。</translation>
    </message>
    <message>
      <source>Cloud probability from which a mask counts as cloud</source>
      <translation>掩膜中判定为云的云概率阈值</translation>
    </message>
    <message>
      <source>Cloud score</source>
      <translation>云得分</translation>
    </message>
    <message>
      <source>Cloud score of {}</source>
      <translation>{} 的云得分</translation>
    </message>
    <message>
      <source>Cloud-free raster</source>
      <translation>去云后的栅格</translation>
    </message>
    <message>
      <source>Clouds</source>
      <translation>云</translation>
    </message>
    <message>
      <source>Clouds cannot be simulated in bands that are not Sentinel-2's: {0}.</source>
      <translation>无法在非 Sentinel-2 的波段中模拟云：{0}。</translation>
    </message>
    <message>
      <source>Clouds fade out beyond what a detector finds; 0 leaves its answer as it is.</source>
      <translation>云的边缘会逐渐变淡，超出检测器所识别的范围；0 表示保持检测结果不变。</translation>
    </message>
    <message>
      <source>Cloudy Sentinel-2 raster</source>
      <translation>有云的 Sentinel-2 栅格</translation>
    </message>
    <message>
      <source>Cloudy image</source>
      <translation>有云影像</translation>
    </message>
    <message>
      <source>Cloudy raster for the test</source>
      <translation>测试用有云栅格</translation>
    </message>
    <message>
      <source>Coding of the mask</source>
      <translation>掩膜的编码</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>对比</translation>
    </message>
    <message>
      <source>Compare before and after</source>
      <translation>对比处理前后</translation>
    </message>
    <message>
      <source>Compare the files with their checksums</source>
      <translation>用校验和核对文件</translation>
    </message>
    <message>
      <source>Compares models and simple methods on a folder of triplets.</source>
      <translation>在三元组文件夹上比较各模型与简单方法。</translation>
    </message>
    <message>
      <source>Confidence of the shift (0 to 1)</source>
      <translation>偏移的置信度（0 到 1）</translation>
    </message>
    <message>
      <source>Copies a Sentinel-2 scene with its radar and other dates from a STAC catalogue, and prepares them.</source>
      <translation>从 STAC 目录复制一景 Sentinel-2 影像及其雷达和其他日期的数据，并做好准备。</translation>
    </message>
    <message>
      <source>Copy diagnostics</source>
      <translation>复制诊断信息</translation>
    </message>
    <message>
      <source>Correct a shift</source>
      <translation>校正偏移</translation>
    </message>
    <message>
      <source>Corrected (% of the scene)</source>
      <translation>已校正（占影像的 %）</translation>
    </message>
    <message>
      <source>Correlation (mean of the bands)</source>
      <translation>相关系数（各波段均值）</translation>
    </message>
    <message>
      <source>Covered by radar (%)</source>
      <translation>雷达覆盖率（%）</translation>
    </message>
    <message>
      <source>Creation options</source>
      <translation>创建选项</translation>
    </message>
    <message>
      <source>Crop (pixels)</source>
      <translation>裁剪块大小（像素）</translation>
    </message>
    <message>
      <source>Crops of a step</source>
      <translation>每步的裁剪块数</translation>
    </message>
    <message>
      <source>Dark ground that no cloud of the scene can have shaded stays shadow, too.</source>
      <translation>场景中没有云能够遮挡的暗色地面也保留为阴影。</translation>
    </message>
    <message>
      <source>Dark objects that no cloud can shade from there are clear. Empty: from the metadata, or else as most shadows of the scene lie.</source>
      <translation>从该方向没有云能够遮挡的暗色物体视为晴空。留空：取自元数据，否则按场景中多数阴影的方向。</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>日期</translation>
    </message>
    <message>
      <source>Days from the date</source>
      <translation>与该日期相差的天数</translation>
    </message>
    <message>
      <source>Days from this date to the one that was used.</source>
      <translation>从本日期到所用日期的天数。</translation>
    </message>
    <message>
      <source>Days to the other date</source>
      <translation>距另一日期的天数</translation>
    </message>
    <message>
      <source>Days to the other date of {}</source>
      <translation>{} 距另一日期的天数</translation>
    </message>
    <message>
      <source>Detector</source>
      <translation>检测器</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>设备</translation>
    </message>
    <message>
      <source>Device that really ran</source>
      <translation>实际运行的设备</translation>
    </message>
    <message>
      <source>Divider</source>
      <translation>分割线</translation>
    </message>
    <message>
      <source>Do nothing, mean of the clear pixels, gdal.FillNodata, regression from radar within each image.</source>
      <translation>不做处理、晴空像素均值、gdal.FillNodata、在每幅影像内由雷达回归。</translation>
    </message>
    <message>
      <source>Done.</source>
      <translation>完成。</translation>
    </message>
    <message>
      <source>Drawing {0} clouds for the samples</source>
      <translation>正在为样本绘制 {0} 朵云</translation>
    </message>
    <message>
      <source>ERGAS (ratio 1, without B10)</source>
      <translation>ERGAS（比率 1，不含 B10）</translation>
    </message>
    <message>
      <source>Elevation of the sun (degrees)</source>
      <translation>太阳高度角（度）</translation>
    </message>
    <message>
      <source>Empty: as far as clouds.</source>
      <translation>留空：与云的外扩距离相同。</translation>
    </message>
    <message>
      <source>Empty: from the metadata, else 45.</source>
      <translation>留空：取自元数据，若无则为 45。</translation>
    </message>
    <message>
      <source>Empty: results are temporary until you save them.</source>
      <translation>留空：结果为临时文件，直到您保存。</translation>
    </message>
    <message>
      <source>Empty: the detector's own (spectral 0.2, s2cloudless 0.4, cloudsen12 0.5).</source>
      <translation>留空：检测器自身的值（spectral 0.2，s2cloudless 0.4，cloudsen12 0.5）。</translation>
    </message>
    <message>
      <source>Empty: the recipe's.</source>
      <translation>留空：采用训练方案的值。</translation>
    </message>
    <message>
      <source>Empty: what the model's card recommends. At most half a tile.</source>
      <translation>留空：采用模型卡片的推荐值。最多为切片的一半。</translation>
    </message>
    <message>
      <source>Errors of {0} bands cannot be added to those of {1}; compare the same bands.</source>
      <translation>{0} 个波段的误差不能与 {1} 个波段的相加；请比较相同的波段。</translation>
    </message>
    <message>
      <source>Estimate: about {0} and {1} of memory ({2} s a tile, as measured here before).</source>
      <translation>估计：约 {0}，{1} 内存（每图块 {2} 秒，为此前在本机测得）。</translation>
    </message>
    <message>
      <source>Estimate: about {0} of memory; the time is told with the first tiles.</source>
      <translation>估计：约需 {0} 内存；时间将在处理首批图块后给出。</translation>
    </message>
    <message>
      <source>Estimate: at most 1 tile to predict.</source>
      <translation>估计：至多需预测 1 个图块。</translation>
    </message>
    <message>
      <source>Estimate: at most {} tiles to predict; a mask tells how many.</source>
      <translation>估算：最多需预测 {} 个切片；有掩膜才能确定具体数量。</translation>
    </message>
    <message>
      <source>Estimate: {} of 1 tile to predict.</source>
      <translation>估计：1 个图块中需预测 {} 个。</translation>
    </message>
    <message>
      <source>Estimate: {} of {} tiles to predict.</source>
      <translation>估算：需预测 {} 个切片（共 {} 个）。</translation>
    </message>
    <message>
      <source>Estimate: {} tiles to predict.</source>
      <translation>估算：需预测 {} 个切片。</translation>
    </message>
    <message>
      <source>Estimating ...</source>
      <translation>正在估算...</translation>
    </message>
    <message>
      <source>Evaluate</source>
      <translation>评估</translation>
    </message>
    <message>
      <source>Evaluate a result</source>
      <translation>评价结果</translation>
    </message>
    <message>
      <source>Every band of {0} has a floor near 1000 or above (lowest: {1}): the radiometric offset of processing baseline 04.00 seems to be still in; subtract 1000 from all bands (RADIO_ADD_OFFSET). Prepare Sentinel-2 does it, or notes that there is none, where its offset is set to 1000 or none.</source>
      <translation>{0} 的每个波段的最低值都接近或高于 1000（最低：{1}）：处理基线 04.00 的辐射偏移似乎仍在其中；请从所有波段减去 1000（RADIO_ADD_OFFSET）。将“准备 Sentinel-2”的偏移设为 1000 或 none，它会减去或注明没有偏移。</translation>
    </message>
    <message>
      <source>Every band of {0} is brighter than {1} DN: if that is the offset of processing baseline 04.00 and not the land, subtract 1000 first, or the mask will show too much cloud.</source>
      <translation>{0} 的每个波段都亮于 {1} DN：若这是处理基线 04.00 的偏移而非地表，请先减去 1000，否则掩膜会显示过多的云。</translation>
    </message>
    <message>
      <source>Extent</source>
      <translation>范围</translation>
    </message>
    <message>
      <source>Extent to restore</source>
      <translation>要恢复的范围</translation>
    </message>
    <message>
      <source>Fetch scene</source>
      <translation>获取影像</translation>
    </message>
    <message>
      <source>Finds clouds and cloud shadows in a Sentinel-2 scene.</source>
      <translation>识别 Sentinel-2 影像中的云和云影。</translation>
    </message>
    <message>
      <source>Fine-tunes a model on a scene's own clear ground, and keeps it where it restores held-out ground better.</source>
      <translation>用影像自身的晴空地面微调模型，仅当其对留出地面的重建效果更好时才保留。</translation>
    </message>
    <message>
      <source>Flicker instead of a divider</source>
      <translation>闪烁显示，不用分割线</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>文件夹</translation>
    </message>
    <message>
      <source>Folder of results</source>
      <translation>结果文件夹</translation>
    </message>
    <message>
      <source>Folder of training scenes</source>
      <translation>训练影像文件夹</translation>
    </message>
    <message>
      <source>Folder of triplets</source>
      <translation>三元组文件夹</translation>
    </message>
    <message>
      <source>Folder of validation scenes</source>
      <translation>验证影像文件夹</translation>
    </message>
    <message>
      <source>For a raster whose bands have no names: their names in order, such as B2, B3, B4, B8.</source>
      <translation>用于波段没有名称的栅格：按顺序列出波段名称，例如 B2, B3, B4, B8。</translation>
    </message>
    <message>
      <source>For scores by class of pixel, as Remove clouds takes it; the log says what it was taken for. Left empty, the spectral detector makes one of the cloudy image, if that has the bands of L1C.</source>
      <translation>用于按像元类别评分，与“去云”接受的相同；日志会说明按哪种理解。留空时，若有云影像具有 L1C 的波段，则由光谱检测器生成。</translation>
    </message>
    <message>
      <source>From cloud to snow.</source>
      <translation>从云到雪。</translation>
    </message>
    <message>
      <source>From no cloud to cloud.</source>
      <translation>从无云到有云。</translation>
    </message>
    <message>
      <source>GDAL as installed has no driver for cloud-optimised GeoTIFFs (3.1 or newer has).</source>
      <translation>所安装的 GDAL 没有云优化 GeoTIFF 的驱动（3.1 及以上才有）。</translation>
    </message>
    <message>
      <source>GDAL's driver {0} has no creation option {1}, but {2}.</source>
      <translation>GDAL 的驱动 {0} 没有创建选项 {1}，而有 {2}。</translation>
    </message>
    <message>
      <source>GLF-CR's or Cloud-Removal's file of weights, or weights that Unveil's networks were trained to.</source>
      <translation>GLF-CR 或 Cloud-Removal 的权重文件，或用 Unveil 的网络训练得到的权重。</translation>
    </message>
    <message>
      <source>Gain on held-out ground (dB)</source>
      <translation>留出地面上的增益（dB）</translation>
    </message>
    <message>
      <source>Give an item, or an extent and a date to look for one.</source>
      <translation>请给出一个条目，或给出范围和日期以查找条目。</translation>
    </message>
    <message>
      <source>Give the address of a Sentinel-2 item, or an extent and a date to look for one.</source>
      <translation>请给出 Sentinel-2 条目的地址，或给出用于查找的范围和日期。</translation>
    </message>
    <message>
      <source>Grow clouds and shadows by (metres)</source>
      <translation>云和云影的外扩距离（米）</translation>
    </message>
    <message>
      <source>Grow shadows by (metres)</source>
      <translation>云影的外扩距离（米）</translation>
    </message>
    <message>
      <source>Grow the mask by (metres)</source>
      <translation>掩膜扩张（米）</translation>
    </message>
    <message>
      <source>Grown by {0} m the mask would leave {1} % of the scene clear, too little to learn from; it is taken as it is.</source>
      <translation>掩膜扩展 {0} m 后该景只剩 {1} % 无云，不足以学习；按原样使用。</translation>
    </message>
    <message>
      <source>Growth of masks</source>
      <translation>掩膜外扩</translation>
    </message>
    <message>
      <source>Hardly any ground is clear; what the mask calls shadow looks clear beside other dates.</source>
      <translation>几乎没有晴空地面；与其他日期对照，掩膜标为阴影之处看来是晴空。</translation>
    </message>
    <message>
      <source>Hardly any ground of the scene is clear, so that nothing tells how the reference {0} differs; it is taken as it is.</source>
      <translation>场景中几乎没有晴空地面，因此无从得知参考影像 {0} 有何不同；按其原样使用。</translation>
    </message>
    <message>
      <source>How far a scene may lie from the date.</source>
      <translation>影像与该日期最多相差多少。</translation>
    </message>
    <message>
      <source>How many clear dates near by are fetched as references for cloud removal.</source>
      <translation>获取多少个邻近的晴朗日期，作为去云的参考。</translation>
    </message>
    <message>
      <source>Id of the model to use</source>
      <translation>应使用的模型的 ID</translation>
    </message>
    <message>
      <source>Id of the new model</source>
      <translation>新模型的 ID</translation>
    </message>
    <message>
      <source>Images compared</source>
      <translation>已比较的影像数</translation>
    </message>
    <message>
      <source>Images of shapes {0} and {1} cannot be compared; give two of [bands, h, w].</source>
      <translation>形状为 {0} 与 {1} 的图像无法比较；请给出两幅 [波段, 高, 宽] 的图像。</translation>
    </message>
    <message>
      <source>Import model</source>
      <translation>导入模型</translation>
    </message>
    <message>
      <source>Install or repair</source>
      <translation>安装或修复</translation>
    </message>
    <message>
      <source>Installed as '{0}'; its logs and pictures are in {1}</source>
      <translation>已安装为“{0}”；其日志和图片在 {1}</translation>
    </message>
    <message>
      <source>Installed. Restart QGIS to use it.</source>
      <translation>安装完成。重启 QGIS 后即可使用。</translation>
    </message>
    <message>
      <source>Item</source>
      <translation>条目</translation>
    </message>
    <message>
      <source>Its id is made of this: lower-case letters, digits and dashes.</source>
      <translation>ID 由此名称生成：小写字母、数字和连字符。</translation>
    </message>
    <message>
      <source>Its id is made of this: lower-case letters, digits and dashes. Empty: the name of the file.</source>
      <translation>ID 由此名称生成：小写字母、数字和连字符。留空：采用文件名。</translation>
    </message>
    <message>
      <source>Keep clear pixels of the input</source>
      <translation>保留输入的晴空像素</translation>
    </message>
    <message>
      <source>Keep shadows without a cloud</source>
      <translation>保留没有云的阴影</translation>
    </message>
    <message>
      <source>Kind of backscatter</source>
      <translation>后向散射类型</translation>
    </message>
    <message>
      <source>Kind of thin cloud</source>
      <translation>薄云类型</translation>
    </message>
    <message>
      <source>L1C or L2A in DN (reflectance x 10000) with named bands: B2, B4 and an infrared one at least.</source>
      <translation>L1C 或 L2A 的 DN 值（反射率 x 10000），波段须有名称：至少 B2、B4 和一个红外波段。</translation>
    </message>
    <message>
      <source>L1C or L2A: the SAFE folder, its zip, its MTD xml, a folder of band files named after their bands, or one raster with named bands.</source>
      <translation>L1C 或 L2A：SAFE 文件夹、其 zip、其 MTD xml、以波段命名的波段文件所在的文件夹，或波段带名称的单个栅格。</translation>
    </message>
    <message>
      <source>L2A is corrected for the atmosphere and has no B10; models that were trained on L1C will do worse on it.</source>
      <translation>L2A 已做大气校正且没有 B10；用 L1C 训练的模型在其上效果较差。</translation>
    </message>
    <message>
      <source>L2A only: the product's scene classification (SCL) on the same grid.</source>
      <translation>仅限 L2A：同一网格上的产品场景分类（SCL）。</translation>
    </message>
    <message>
      <source>Left out: {0}</source>
      <translation>未使用：{0}</translation>
    </message>
    <message>
      <source>Length of the training. Empty: the number of steps, or the recipe's.</source>
      <translation>训练时长。留空：由步数决定，或采用训练方案的值。</translation>
    </message>
    <message>
      <source>Length of the training; reading and measuring come on top.</source>
      <translation>训练时长；读取和评测的时间另计。</translation>
    </message>
    <message>
      <source>Logs and pictures of the training</source>
      <translation>训练的日志和图片</translation>
    </message>
    <message>
      <source>Makes a model of published weights (GLF-CR, Cloud-Removal) or of your own.</source>
      <translation>由已发布的权重（GLF-CR、Cloud-Removal）或您自己的权重生成模型。</translation>
    </message>
    <message>
      <source>Makes one raster with named bands on the 10 m grid of a Sentinel-2 product.</source>
      <translation>在 Sentinel-2 产品的 10 米网格上生成波段带名称的单个栅格。</translation>
    </message>
    <message>
      <source>Mask ({0}): {1} % cloud, {2} % shadow.</source>
      <translation>掩膜（{0}）：云 {1} %，阴影 {2} %。</translation>
    </message>
    <message>
      <source>Mask clouds</source>
      <translation>生成云掩膜</translation>
    </message>
    <message>
      <source>Mask detector</source>
      <translation>掩膜检测器</translation>
    </message>
    <message>
      <source>Mask that was used</source>
      <translation>所用的掩膜</translation>
    </message>
    <message>
      <source>Mask used for {}</source>
      <translation>{} 所用的掩膜</translation>
    </message>
    <message>
      <source>Masks of the other dates</source>
      <translation>其他日期的掩膜</translation>
    </message>
    <message>
      <source>Masks the clouds of a Sentinel-2 scene, removes them and scores the result, in one go.</source>
      <translation>一次完成 Sentinel-2 影像的云掩膜、去云和结果评分。</translation>
    </message>
    <message>
      <source>Mean absolute error (reflectance)</source>
      <translation>平均绝对误差（反射率）</translation>
    </message>
    <message>
      <source>Means with intervals, cloud cover, paired differences and speed, in one file.</source>
      <translation>均值及置信区间、云量、配对差值和速度，全部在一个文件中。</translation>
    </message>
    <message>
      <source>Measure the devices</source>
      <translation>测试设备</translation>
    </message>
    <message>
      <source>Measuring ...</source>
      <translation>正在测试...</translation>
    </message>
    <message>
      <source>Measuring the speed of {} ...</source>
      <translation>正在测试 {} 的速度...</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>消息</translation>
    </message>
    <message>
      <source>Minutes</source>
      <translation>分钟数</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>模型</translation>
    </message>
    <message>
      <source>Model {0} on {1}, device {2}: {3} predicted, {4} copied{5}; {6} % of the scene was under cloud or shadow.</source>
      <translation>模型 {0}（{1}，设备 {2}）：预测 {3}，复制 {4}{5}；场景的 {6} % 位于云或阴影之下。</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>模型</translation>
    </message>
    <message>
      <source>Models keep clear pixels</source>
      <translation>模型保留晴空像素</translation>
    </message>
    <message>
      <source>More settings</source>
      <translation>更多设置</translation>
    </message>
    <message>
      <source>More than one output is {0}; give each a name of its own.</source>
      <translation>不止一个输出是 {0}；请为每个输出取各自的名称。</translation>
    </message>
    <message>
      <source>Moves the radar by the whole pixels (up to 11) that the registration check finds, where it can tell.</source>
      <translation>按配准检查得出的整像素数（最多 11 个）平移雷达影像，前提是检查能够作出判断。</translation>
    </message>
    <message>
      <source>Name of the adapted model</source>
      <translation>适配后模型的名称</translation>
    </message>
    <message>
      <source>Name of the model</source>
      <translation>模型名称</translation>
    </message>
    <message>
      <source>Name of the new model</source>
      <translation>新模型的名称</translation>
    </message>
    <message>
      <source>Named bands on the 10 m grid, DN (reflectance x 10000) without offset, 0 = no data.</source>
      <translation>10 米网格上带名称的波段，DN 值（反射率 x 10000），不含偏移，0 = 无数据。</translation>
    </message>
    <message>
      <source>Names of unnamed bands</source>
      <translation>未命名波段的名称</translation>
    </message>
    <message>
      <source>Network</source>
      <translation>神经网络</translation>
    </message>
    <message>
      <source>Networks need ONNX Runtime, which this Python does not have; install it in Settings &gt; Options &gt; Unveil, or with: "{0}" -m pip install onnxruntime   (or onnxruntime-gpu[cuda,cudnn] for an NVIDIA GPU), then restart QGIS.</source>
      <translation>网络需要 ONNX Runtime，而此 Python 没有；请在“设置 &gt; 选项 &gt; Unveil”中安装，或执行："{0}" -m pip install onnxruntime   （NVIDIA GPU 用 onnxruntime-gpu[cuda,cudnn]），然后重启 QGIS。</translation>
    </message>
    <message>
      <source>New rows</source>
      <translation>新增行数</translation>
    </message>
    <message>
      <source>No build of the package fits the NumPy that QGIS has.</source>
      <translation>该软件包没有与 QGIS 自带的 NumPy 兼容的版本。</translation>
    </message>
    <message>
      <source>No cloud was found: the scene is clear, nothing of it is restored, and the result is a copy of it.</source>
      <translation>未发现云：场景晴朗，无需恢复，结果为其副本。</translation>
    </message>
    <message>
      <source>No estimate: {}</source>
      <translation>无法估算：{}</translation>
    </message>
    <message>
      <source>No offset to remove.</source>
      <translation>没有需要减去的偏移。</translation>
    </message>
    <message>
      <source>No pixel is valid in all of the images; there is nothing to compare.</source>
      <translation>没有在所有影像中都有效的像素；无可比较。</translation>
    </message>
    <message>
      <source>No pixel of {0} is valid in both images where the protocol looks.</source>
      <translation>在协议所看的范围内，{0} 没有在两幅图像中都有效的像素。</translation>
    </message>
    <message>
      <source>No polygon of the area lies in the extent; choose an extent that overlaps the area.</source>
      <translation>区域中没有多边形位于范围内；请选择与区域重叠的范围。</translation>
    </message>
    <message>
      <source>No polygon of the area lies on the optical raster; choose others, or leave the field empty.</source>
      <translation>没有多边形位于光学栅格之内；请另选，或将此项留空。</translation>
    </message>
    <message>
      <source>No polygon of the mask {0} lies on the optical raster; choose the layer of the same place and see to its coordinate reference system.</source>
      <translation>掩膜 {0} 中没有多边形位于光学栅格上；请选择同一地点的图层，并检查其坐标参考系。</translation>
    </message>
    <message>
      <source>No radar is given: what thick cloud hides is drawn from the clear ground around alone; Sentinel-1 radar of the place would show fields, towns and water below.</source>
      <translation>未提供雷达：厚云遮挡之处仅由周围的晴朗地面绘出；该地点的 Sentinel-1 雷达可显示其下的田地、城镇和水体。</translation>
    </message>
    <message>
      <source>No time: {}</source>
      <translation>无法估算时间：{}</translation>
    </message>
    <message>
      <source>No training patch can be used.</source>
      <translation>没有可用的训练图块。</translation>
    </message>
    <message>
      <source>No training scene over clear land has the bands {0} of L1C; add some (s1s2_clear, s2_clear).</source>
      <translation>没有晴空陆地的训练场景具有 L1C 的波段 {0}；请添加一些（s1s2_clear, s2_clear）。</translation>
    </message>
    <message>
      <source>No validation: {0}</source>
      <translation>没有验证：{0}</translation>
    </message>
    <message>
      <source>None of {0} scenes can be used to train on; the first: {1}</source>
      <translation>{0} 个场景都不能用于训练；第一个：{1}</translation>
    </message>
    <message>
      <source>Not measured yet.</source>
      <translation>尚未测试。</translation>
    </message>
    <message>
      <source>Nothing is known of its training</source>
      <translation>其训练情况未知</translation>
    </message>
    <message>
      <source>Nothing is left to train on in {0} once the places held out are taken away.</source>
      <translation>去掉留出的地点后，{0} 中没有可训练的内容。</translation>
    </message>
    <message>
      <source>Nothing is to be compared; choose a model, or switch the baselines on.</source>
      <translation>没有可比较的内容；请选择模型，或开启基准方法。</translation>
    </message>
    <message>
      <source>Nothing says whether the optical raster is L1C or L2A; the model {0} was trained on {1}.</source>
      <translation>无从得知光学栅格是 L1C 还是 L2A；模型 {0} 是用 {1} 训练的。</translation>
    </message>
    <message>
      <source>Nothing says whether the values are sigma0 or gamma0; sigma0 is assumed.</source>
      <translation>无从得知数值是 sigma0 还是 gamma0；按 sigma0 处理。</translation>
    </message>
    <message>
      <source>Nothing states where the sun stood; on the scene's day Sentinel-2 passes its place with the sun at azimuth {0} and elevation {1} degrees: shadows that no cloud can cast are clear.</source>
      <translation>没有信息说明太阳的位置；在该影像的日期，Sentinel-2 经过其所在地时太阳方位角为 {0} 度、高度角为 {1} 度：没有云能投下的阴影视为无云。</translation>
    </message>
    <message>
      <source>Numbers</source>
      <translation>数值</translation>
    </message>
    <message>
      <source>ONNX Runtime differs from torch by {0} on {1} tiles of {2} pixels, more than the {3} allowed; the model was not written.</source>
      <translation>ONNX Runtime 与 torch 相差 {0}（{1} 个 {2} 像素的瓦片），超过允许的 {3}；模型未写出。</translation>
    </message>
    <message>
      <source>ONNX Runtime for NVIDIA graphics cards</source>
      <translation>用于 NVIDIA 显卡的 ONNX Runtime</translation>
    </message>
    <message>
      <source>ONNX Runtime for graphics cards of Windows (DirectML)</source>
      <translation>用于 Windows 显卡的 ONNX Runtime（DirectML）</translation>
    </message>
    <message>
      <source>ONNX Runtime for the processor: runs the networks</source>
      <translation>用于处理器的 ONNX Runtime：运行网络</translation>
    </message>
    <message>
      <source>ONNX Runtime is installed but cannot be loaded: {0}</source>
      <translation>ONNX Runtime 已安装但无法加载：{0}</translation>
    </message>
    <message>
      <source>ONNX Runtime is not installed.</source>
      <translation>未安装 ONNX Runtime。</translation>
    </message>
    <message>
      <source>ONNX Runtime offers {0} but could not start it ({1}).</source>
      <translation>ONNX Runtime 提供 {0}，但无法启动它（{1}）。</translation>
    </message>
    <message>
      <source>ONNX Runtime {0} as installed cannot use the device '{1}'; choose DEVICE auto or cpu, or install the package that has it ({2}).</source>
      <translation>已安装的 ONNX Runtime {0} 不能使用设备 '{1}'；请选择 DEVICE auto 或 cpu，或安装支持它的软件包（{2}）。</translation>
    </message>
    <message>
      <source>ONNX Runtime, which Unveil's own detector needs, is not installed; the spectral detector takes its place, which mistakes more clear ground for cloud.</source>
      <translation>未安装 Unveil 自带检测器所需的 ONNX Runtime；改用光谱检测器，它会把更多晴空地面误认为云。</translation>
    </message>
    <message>
      <source>Of GDAL, NAME=VALUE, several separated by |: COMPRESS=ZSTD|ZLEVEL=9.</source>
      <translation>GDAL 的选项，形式为 名称=值，多个以 | 分隔：COMPRESS=ZSTD|ZLEVEL=9。</translation>
    </message>
    <message>
      <source>Of each band, from clear ground of the scene that was held out; 0 where the scene was kept.</source>
      <translation>每个波段的误差，由场景中留出的晴空地面得出；保留原影像处为 0。</translation>
    </message>
    <message>
      <source>Of the same scene, such as another model's: their scores stand beside the first result's in one table.</source>
      <translation>同一场景的其他结果，例如另一个模型的结果：其得分与第一个结果的得分并列于一张表中。</translation>
    </message>
    <message>
      <source>Offset removed: {0} DN.</source>
      <translation>已减去偏移：{0} DN。</translation>
    </message>
    <message>
      <source>Offset that was removed (DN)</source>
      <translation>已去除的偏移（DN）</translation>
    </message>
    <message>
      <source>On clear ground of this scene radar and reflectance are not related; {0}.</source>
      <translation>在该场景的晴空地面上，雷达与反射率无关；{0}。</translation>
    </message>
    <message>
      <source>On clear ground that was held out the other dates are off by {0} DN, and the model alone by {1} DN</source>
      <translation>在留出的晴空地面上，其他日期的误差为 {0} DN，仅用模型为 {1} DN</translation>
    </message>
    <message>
      <source>On the raster's own grid; clear ground, shadow and thick cloud stay as they are.</source>
      <translation>使用栅格自身的网格；晴空地面、阴影和厚云保持原样。</translation>
    </message>
    <message>
      <source>On {0} clear pixels that were hidden on purpose the model {1} is {2} dB</source>
      <translation>在特意遮住的 {0} 个晴空像素上，模型 {1} 与不用网络的方法相差 {2} dB，</translation>
    </message>
    <message>
      <source>On {0} held-out blocks below simulated cloud the model {1} reaches {2} dB and the adapted one {3} dB ({4} dB, 90 % interval {5} to {6}, {7} steps)</source>
      <translation>在 {0} 个留出区块（模拟云下），模型 {1} 达到 {2} dB，适配后为 {3} dB（{4} dB，90 % 区间 {5} 至 {6}，{7} 步）</translation>
    </message>
    <message>
      <source>Only for 'static': a STAC API, a catalog.json, or a file.</source>
      <translation>仅用于 'static'：STAC API、catalog.json 或文件。</translation>
    </message>
    <message>
      <source>Only for a mask raster that holds probabilities; 0.5 is 50 %.</source>
      <translation>仅用于存储概率的掩膜栅格；0.5 即 50 %。</translation>
    </message>
    <message>
      <source>Only so many images (0: all)</source>
      <translation>影像数量上限（0：全部）</translation>
    </message>
    <message>
      <source>Only this part is read; left empty, the whole scene of an item.</source>
      <translation>只读取这一部分；留空则读取条目的整景影像。</translation>
    </message>
    <message>
      <source>Only where clear pixels are kept.</source>
      <translation>仅在保留晴空像素时有效。</translation>
    </message>
    <message>
      <source>Open a scene and its radar ...</source>
      <translation>打开一景影像及其雷达数据 ...</translation>
    </message>
    <message>
      <source>Open the sample project</source>
      <translation>打开示例工程</translation>
    </message>
    <message>
      <source>Open the sample scene</source>
      <translation>打开示例影像</translation>
    </message>
    <message>
      <source>Optimiser, rates and loss; auto takes the one of the network and its size.</source>
      <translation>优化器、学习率和损失函数；auto 采用与神经网络及其规模对应的方案。</translation>
    </message>
    <message>
      <source>Other dates</source>
      <translation>其他日期</translation>
    </message>
    <message>
      <source>Other dates of the place</source>
      <translation>同一地点的其他日期</translation>
    </message>
    <message>
      <source>Other dates show {0} % of what was restored.</source>
      <translation>恢复部分的 {0} % 来自其他日期。</translation>
    </message>
    <message>
      <source>Other dates that were fetched</source>
      <translation>已获取的其他日期</translation>
    </message>
    <message>
      <source>Other results</source>
      <translation>其他结果</translation>
    </message>
    <message>
      <source>Overlap of tiles (pixels)</source>
      <translation>切片重叠（像素）</translation>
    </message>
    <message>
      <source>PSNR (dB)</source>
      <translation>PSNR（dB）</translation>
    </message>
    <message>
      <source>PSNR on scenes that it has not seen (in brackets plain interpolation): {}</source>
      <translation>在未见过的场景上的 PSNR（括号内为普通插值）：{}</translation>
    </message>
    <message>
      <source>Package</source>
      <translation>软件包</translation>
    </message>
    <message>
      <source>Packages go to {} and are appended to Python's path. By hand:</source>
      <translation>软件包将安装到 {}，并追加到 Python 路径末尾。手动安装：</translation>
    </message>
    <message>
      <source>Page</source>
      <translation>网页</translation>
    </message>
    <message>
      <source>Panels of a picture need three colours and one height.</source>
      <translation>图片的各分图须有三种颜色和相同的高度。</translation>
    </message>
    <message>
      <source>Part of the scene</source>
      <translation>影像的一部分</translation>
    </message>
    <message>
      <source>Pictures (*.png)</source>
      <translation>图片 (*.png)</translation>
    </message>
    <message>
      <source>Pixels are averaged to cells of this size before they are classified; the mask has the input's pixels.</source>
      <translation>分类前先将像素平均为此大小的单元；掩膜仍采用输入的像素。</translation>
    </message>
    <message>
      <source>Pixels compared</source>
      <translation>已比较的像素数</translation>
    </message>
    <message>
      <source>Pixels of the optical raster are {0} m on the ground, and the model {1} was trained on 10 m: the result will be worse; resample the scene to 10 m.</source>
      <translation>光学栅格的像素在地面上为 {0} m，而模型 {1} 是用 10 m 训练的：结果会较差；请将场景重采样到 10 m。</translation>
    </message>
    <message>
      <source>Pixels outside clouds and shadows stay exactly as they are; the change is feathered.</source>
      <translation>云和云影以外的像素保持原样；过渡处做羽化。</translation>
    </message>
    <message>
      <source>Polygons to restore within</source>
      <translation>在其内恢复的多边形</translation>
    </message>
    <message>
      <source>Prepare</source>
      <translation>准备</translation>
    </message>
    <message>
      <source>Prepare Sentinel-1</source>
      <translation>准备 Sentinel-1 数据</translation>
    </message>
    <message>
      <source>Prepare Sentinel-2</source>
      <translation>准备 Sentinel-2 数据</translation>
    </message>
    <message>
      <source>Prepare a Sentinel-1 product ...</source>
      <translation>准备 Sentinel-1 产品 ...</translation>
    </message>
    <message>
      <source>Prepare a Sentinel-2 product ...</source>
      <translation>准备 Sentinel-2 产品 ...</translation>
    </message>
    <message>
      <source>Prepared Sentinel-1 raster</source>
      <translation>准备好的 Sentinel-1 栅格</translation>
    </message>
    <message>
      <source>Prepared Sentinel-2 raster</source>
      <translation>准备好的 Sentinel-2 栅格</translation>
    </message>
    <message>
      <source>Processing level</source>
      <translation>处理级别</translation>
    </message>
    <message>
      <source>Products and rasters (*)</source>
      <translation>产品和栅格 (*)</translation>
    </message>
    <message>
      <source>Protocol</source>
      <translation>评价协议</translation>
    </message>
    <message>
      <source>PyTorch as installed cannot use the device 'cuda'; choose auto or cpu.</source>
      <translation>所安装的 PyTorch 不能使用设备 'cuda'；请选择 auto 或 cpu。</translation>
    </message>
    <message>
      <source>PyTorch is installed but cannot be loaded: {0}</source>
      <translation>PyTorch 已安装但无法加载：{0}</translation>
    </message>
    <message>
      <source>PyTorch: trains, adapts and imports networks</source>
      <translation>PyTorch：训练、适配和导入网络</translation>
    </message>
    <message>
      <source>Python ({}) cannot be started.</source>
      <translation>无法启动 Python（{}）。</translation>
    </message>
    <message>
      <source>Quality bits</source>
      <translation>质量位</translation>
    </message>
    <message>
      <source>Quality bits of the run</source>
      <translation>该次运行的质量位</translation>
    </message>
    <message>
      <source>Quality of {}</source>
      <translation>{} 的质量</translation>
    </message>
    <message>
      <source>Quietens single pixels.</source>
      <translation>抑制孤立像素。</translation>
    </message>
    <message>
      <source>Radar covers {0} % of the reference raster; elsewhere the output holds no data.</source>
      <translation>雷达覆盖参考栅格的 {0} %；其他地方输出无数据。</translation>
    </message>
    <message>
      <source>Radar explains {0} % of the detail of this scene's clear ground (median of the bands, cross-validated); the ground below clouds is drawn from the radar to that degree.</source>
      <translation>雷达解释了该场景晴空地面细节的 {0} %（各波段中位数，交叉验证）；云下地面在此程度上由雷达绘出。</translation>
    </message>
    <message>
      <source>Radar of the other dates</source>
      <translation>其他日期的雷达</translation>
    </message>
    <message>
      <source>Radar raster for the test</source>
      <translation>测试用雷达栅格</translation>
    </message>
    <message>
      <source>Radar: {0} item(s) of {1} ({2} days), relative orbit {3}, covering {4} %.</source>
      <translation>雷达：{0} 个条目，{1}（{2} 天），相对轨道 {3}，覆盖 {4} %。</translation>
    </message>
    <message>
      <source>Radiometric offset</source>
      <translation>辐射偏移</translation>
    </message>
    <message>
      <source>Rasters (*.tif *.tiff *.vrt *.jp2 *.img);;All files (*)</source>
      <translation>栅格 (*.tif *.tiff *.vrt *.jp2 *.img);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Reading the training data</source>
      <translation>正在读取训练数据</translation>
    </message>
    <message>
      <source>Reading {0} needs Python 3.11 or pip; install pip for QGIS's Python.</source>
      <translation>读取 {0} 需要 Python 3.11 或 pip；请为 QGIS 的 Python 安装 pip。</translation>
    </message>
    <message>
      <source>Recipe</source>
      <translation>训练方案</translation>
    </message>
    <message>
      <source>Reference</source>
      <translation>参考</translation>
    </message>
    <message>
      <source>Reference as a third pane</source>
      <translation>将参考作为第三个窗格</translation>
    </message>
    <message>
      <source>Reference {0} of {1}: {2} % of it is clear.</source>
      <translation>{1} 的参考 {0}：{2} % 无云。</translation>
    </message>
    <message>
      <source>Reference {0}: explains {1} % of clear ground left out, off by {2} DN (what lies around: {3} DN).</source>
      <translation>参考 {0}：可解释留出的晴空地面的 {1} %，误差 {2} DN（周围地面：{3} DN）。</translation>
    </message>
    <message>
      <source>Reference {0}: it is opened, and its clouds are looked for.</source>
      <translation>参考 {0}：正在打开并查找其中的云。</translation>
    </message>
    <message>
      <source>Reference {0}: {1}</source>
      <translation>参考 {0}：{1}</translation>
    </message>
    <message>
      <source>Reference {0}: {1} % of it is clear.</source>
      <translation>参考 {0}：{1} % 无云。</translation>
    </message>
    <message>
      <source>Registration: radar lies {0} pixels right of and {1} below the optical scene (confidence {2}, {3} windows).</source>
      <translation>配准：雷达位于光学场景右侧 {0} 像素、下方 {1} 像素（置信度 {2}，{3} 个窗口）。</translation>
    </message>
    <message>
      <source>Registration: too little clear texture to tell a shift (confidence {0}, {1} windows); nothing was corrected.</source>
      <translation>配准：无云纹理太少，无法判断偏移（置信度 {0}，{1} 个窗口）；未作校正。</translation>
    </message>
    <message>
      <source>Remove clouds</source>
      <translation>去云</translation>
    </message>
    <message>
      <source>Remove clouds and evaluate</source>
      <translation>去云并评价</translation>
    </message>
    <message>
      <source>Remove narrow clouds (radius, metres)</source>
      <translation>去除狭窄的云（半径，米）</translation>
    </message>
    <message>
      <source>Remove the clouds</source>
      <translation>去除云</translation>
    </message>
    <message>
      <source>Replaces clouds and shadows of a Sentinel-2 scene with the help of Sentinel-1 radar.</source>
      <translation>借助 Sentinel-1 雷达替换 Sentinel-2 影像中的云和云影。</translation>
    </message>
    <message>
      <source>Report ...</source>
      <translation>报告 ...</translation>
    </message>
    <message>
      <source>Resample onto the result's grid</source>
      <translation>重采样到结果的网格</translation>
    </message>
    <message>
      <source>Resampling of 20 m and 60 m bands</source>
      <translation>20 米和 60 米波段的重采样方法</translation>
    </message>
    <message>
      <source>Resolution (metres)</source>
      <translation>分辨率（米）</translation>
    </message>
    <message>
      <source>Restored pixels (%)</source>
      <translation>重建的像素（%）</translation>
    </message>
    <message>
      <source>Restored pixels that other dates show (%)</source>
      <translation>其他日期可见的已恢复像元（%）</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>结果</translation>
    </message>
    <message>
      <source>Result to be scored</source>
      <translation>待评价的结果</translation>
    </message>
    <message>
      <source>Root mean squared error (reflectance)</source>
      <translation>均方根误差（反射率）</translation>
    </message>
    <message>
      <source>Rows of {0} pixels and {1} bands, as in {2}, take {3} GB at a time, and {4} GB are at hand; cut out the part that is needed.</source>
      <translation>{2} 中每行 {0} 个像素、{1} 个波段，一次需要 {3} GB，而可用的只有 {4} GB；请裁出所需部分。</translation>
    </message>
    <message>
      <source>SEN12MS-CR as it is unpacked, or folders &lt;id&gt; with s1.tif, s2_cloudy.tif and s2_clear.tif.</source>
      <translation>解压后的 SEN12MS-CR，或含 s1.tif、s2_cloudy.tif 和 s2_clear.tif 的 &lt;id&gt; 文件夹。</translation>
    </message>
    <message>
      <source>SEN12MS-CR, folders with s1.tif, s2_cloudy.tif and s2_clear.tif or s1.tif and s2.tif, or clear scenes.</source>
      <translation>SEN12MS-CR，或含 s1.tif、s2_cloudy.tif 和 s2_clear.tif（或 s1.tif 和 s2.tif）的文件夹，或无云影像。</translation>
    </message>
    <message>
      <source>SSIM</source>
      <translation>SSIM</translation>
    </message>
    <message>
      <source>STAC item of the scene</source>
      <translation>影像的 STAC 条目</translation>
    </message>
    <message>
      <source>Save pictures</source>
      <translation>保存图片</translation>
    </message>
    <message>
      <source>Save pictures ...</source>
      <translation>保存图片 ...</translation>
    </message>
    <message>
      <source>Save spectra</source>
      <translation>保存光谱</translation>
    </message>
    <message>
      <source>Save spectra ...</source>
      <translation>保存光谱 ...</translation>
    </message>
    <message>
      <source>Scene and radar</source>
      <translation>影像与雷达</translation>
    </message>
    <message>
      <source>Scene classification</source>
      <translation>场景分类</translation>
    </message>
    <message>
      <source>Scene classification of {}</source>
      <translation>{} 的场景分类</translation>
    </message>
    <message>
      <source>Scene without thin cloud</source>
      <translation>去除薄云后的影像</translation>
    </message>
    <message>
      <source>Scenes of other places, to score on. Empty: one place in ten of the training scenes, if there are ten.</source>
      <translation>用于评分的其他地点的影像。留空：取训练影像中十分之一的地点（至少有十个地点时）。</translation>
    </message>
    <message>
      <source>SciPy: training needs it, where QGIS lacks it</source>
      <translation>SciPy：训练所需，用于 QGIS 未自带时</translation>
    </message>
    <message>
      <source>Score from which a pixel is cloud</source>
      <translation>像素判定为云的得分阈值</translation>
    </message>
    <message>
      <source>Scores</source>
      <translation>评分</translation>
    </message>
    <message>
      <source>Scores a cloud-free raster against a clear reference.</source>
      <translation>以无云参考影像评价去云后的栅格。</translation>
    </message>
    <message>
      <source>Scores of the result and of doing nothing, as a page that needs no other file.</source>
      <translation>结果与不作处理时的评分，为不依赖其他文件的网页。</translation>
    </message>
    <message>
      <source>Scores of this result, and of other results of the scene, beside a clear image of another date.</source>
      <translation>此结果及该场景其他结果相对于另一日期晴空影像的得分。</translation>
    </message>
    <message>
      <source>Second file, where each holds one polarisation</source>
      <translation>第二个文件（每个文件只含一种极化时）</translation>
    </message>
    <message>
      <source>See through thin cloud</source>
      <translation>透视薄云</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>随机种子</translation>
    </message>
    <message>
      <source>Self-test, {}: {} dB</source>
      <translation>自检，{}：{} dB</translation>
    </message>
    <message>
      <source>Sentinel-1 VV and VH in dB, of the same place.</source>
      <translation>同一地点的 Sentinel-1 VV 和 VH，单位 dB。</translation>
    </message>
    <message>
      <source>Sentinel-1 of the same orbit, one for each other date and in their order: it shows what changed since.</source>
      <translation>同一轨道的 Sentinel-1，每个其他日期一景并按其顺序：用于显示此后的变化。</translation>
    </message>
    <message>
      <source>Sentinel-1 radar</source>
      <translation>Sentinel-1 雷达</translation>
    </message>
    <message>
      <source>Sentinel-1 radar raster</source>
      <translation>Sentinel-1 雷达栅格</translation>
    </message>
    <message>
      <source>Sentinel-2 L1C, 13 bands in DN.</source>
      <translation>Sentinel-2 L1C，13 个波段，DN 值。</translation>
    </message>
    <message>
      <source>Sentinel-2 product or raster</source>
      <translation>Sentinel-2 产品或栅格</translation>
    </message>
    <message>
      <source>Sentinel-2 raster</source>
      <translation>Sentinel-2 栅格</translation>
    </message>
    <message>
      <source>Sentinel-2 rasters of the same place on other dates, cloudy themselves or not, on any grid. What they show of the ground below the clouds is fitted to this date; where they cannot be relied on they are not used. In a shell the option is given once for each.</source>
      <translation>同一地点其他日期的 Sentinel-2 栅格，本身有云或无云、任意格网均可。其中云下可见的地面会按本日期校正；不可靠之处不予采用。在命令行中，每个日期各给一次该选项。</translation>
    </message>
    <message>
      <source>Sentinel-2, L1C or L2A, at 10 m in DN (reflectance x 10000); bands named B1 to B12, or L1C's 13.</source>
      <translation>Sentinel-2 L1C 或 L2A，10 m，DN 值（反射率 x 10000）；波段名为 B1 至 B12，或 L1C 的 13 个波段。</translation>
    </message>
    <message>
      <source>Sentinel-2: {0} of {1}.</source>
      <translation>Sentinel-2：{0}，{1}。</translation>
    </message>
    <message>
      <source>Shadow cover (%)</source>
      <translation>云影覆盖率（%）</translation>
    </message>
    <message>
      <source>Shadow was lit up on {0} % of what was restored: the ground there is the scene's own, too.</source>
      <translation>在所恢复部分的 {0} % 上提亮了阴影：那里的地面来自该景影像本身。</translation>
    </message>
    <message>
      <source>Shift of the radar downwards (pixels)</source>
      <translation>雷达向下的偏移（像素）</translation>
    </message>
    <message>
      <source>Shift of the radar to the right (pixels)</source>
      <translation>雷达向右的偏移（像素）</translation>
    </message>
    <message>
      <source>Show the mask on the map</source>
      <translation>在地图上显示掩膜</translation>
    </message>
    <message>
      <source>Side of what a step sees. Empty: the recipe's.</source>
      <translation>每步所用裁剪块的边长。留空：采用训练方案的值。</translation>
    </message>
    <message>
      <source>Simple methods too</source>
      <translation>同时测试简单方法</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>规模</translation>
    </message>
    <message>
      <source>Smaller ones become clear.</source>
      <translation>更小的将归为晴空。</translation>
    </message>
    <message>
      <source>Smallest cloud or shadow (square metres)</source>
      <translation>云或云影的最小面积（平方米）</translation>
    </message>
    <message>
      <source>Spectral angle (degrees)</source>
      <translation>光谱角（度）</translation>
    </message>
    <message>
      <source>Spectral: ramp of {}</source>
      <translation>光谱法：{} 的过渡区间</translation>
    </message>
    <message>
      <source>Spectral: shadow threshold in blue</source>
      <translation>光谱法：蓝光波段的云影阈值</translation>
    </message>
    <message>
      <source>Spectral: shadow threshold in infrared</source>
      <translation>光谱法：红外波段的云影阈值</translation>
    </message>
    <message>
      <source>Spread evenly over the folder.</source>
      <translation>在文件夹中均匀抽取。</translation>
    </message>
    <message>
      <source>Standard error</source>
      <translation>标准误差</translation>
    </message>
    <message>
      <source>Standard error of the run</source>
      <translation>该次运行的标准误差</translation>
    </message>
    <message>
      <source>Standard error of {}</source>
      <translation>{} 的标准误差</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>步数</translation>
    </message>
    <message>
      <source>Stopped; nothing was changed.</source>
      <translation>已停止；未作任何更改。</translation>
    </message>
    <message>
      <source>Stopped; nothing was written.</source>
      <translation>已停止；没有写入任何内容。</translation>
    </message>
    <message>
      <source>Stopped; the messages say why.</source>
      <translation>已停止；原因见消息。</translation>
    </message>
    <message>
      <source>Stopped; what is done stands in {}, and the next run goes on there.</source>
      <translation>已停止；已完成的部分保存在 {} 中，下次运行将从该处继续。</translation>
    </message>
    <message>
      <source>Stopped; what was copied stays, and the next run goes on there.</source>
      <translation>已停止；已复制的内容保留，下次运行从那里继续。</translation>
    </message>
    <message>
      <source>Such as the result of another model, beside the first one.</source>
      <translation>例如另一个模型的结果，与第一个并列。</translation>
    </message>
    <message>
      <source>Sun at azimuth {0} and elevation {1} degrees: shadows that no cloud can cast are clear.</source>
      <translation>太阳方位角 {0} 度、高度角 {1} 度：没有云能投下的阴影视为无云。</translation>
    </message>
    <message>
      <source>Sun: azimuth {0}{1} degrees; masks use it to tell shadow from water.</source>
      <translation>太阳：方位角 {0}{1} 度；掩膜用它区分阴影与水体。</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>表格</translation>
    </message>
    <message>
      <source>Tables (*.csv)</source>
      <translation>表格 (*.csv)</translation>
    </message>
    <message>
      <source>Takes cirrus and haze off a Sentinel-2 scene, without radar and without a network.</source>
      <translation>无需雷达和网络，去除 Sentinel-2 影像中的卷云和薄雾。</translation>
    </message>
    <message>
      <source>That is more than 2 pixels; run it again with the correction on.</source>
      <translation>超过 2 个像素；请开启校正后重新运行。</translation>
    </message>
    <message>
      <source>The 13 bands of {0} have no Sentinel-2 names, and their values do not fit L1C in the order {1}: there B10 is darker than B1 to B9; name the bands.</source>
      <translation>{0} 的 13 个波段没有 Sentinel-2 名称，且数值不符合按 {1} 顺序的 L1C：其中 B10 应比 B1 至 B9 更暗；请为波段命名。</translation>
    </message>
    <message>
      <source>The architecture '{0}' is not known; choose {1}.</source>
      <translation>未知的结构“{0}”；请选择 {1}。</translation>
    </message>
    <message>
      <source>The area {0} cannot be brought to the CRS of the optical raster.</source>
      <translation>区域 {0} 无法转换到光学栅格的坐标参考系。</translation>
    </message>
    <message>
      <source>The area {0} cannot be read: {1}.</source>
      <translation>区域 {0} 无法读取：{1}。</translation>
    </message>
    <message>
      <source>The area {0} holds no polygon; give a vector file of polygons.</source>
      <translation>区域 {0} 不含多边形；请给出多边形矢量文件。</translation>
    </message>
    <message>
      <source>The band of the mask is called clear, so 1 is taken for clear ground; name its coding if not.</source>
      <translation>掩膜波段名为 clear，因此 1 视为无云地面；若不是，请指明其编码。</translation>
    </message>
    <message>
      <source>The band {0} cannot be taken out ({1}).</source>
      <translation>波段 {0} 无法取出（{1}）。</translation>
    </message>
    <message>
      <source>The bands of {0} are {1}'s by name ({2}); give a Sentinel-2 scene.</source>
      <translation>{0} 的波段按名称属于 {1}（{2}）；请提供 Sentinel-2 场景。</translation>
    </message>
    <message>
      <source>The bands of {0} have different scales or offsets; store them alike.</source>
      <translation>{0} 的各波段比例或偏移不同；请统一存储。</translation>
    </message>
    <message>
      <source>The bands of {0} have no Sentinel-2 names, and {1} bands cannot be told apart; name them in the file, or give their names in order (B2, B3, B4 ...).</source>
      <translation>{0} 的波段没有 Sentinel-2 名称，{1} 个波段无法区分；请在文件中命名，或按顺序给出名称（B2, B3, B4 ...）。</translation>
    </message>
    <message>
      <source>The calibration {0} cannot be used ({1}); download the product again.</source>
      <translation>定标 {0} 无法使用（{1}）；请重新下载产品。</translation>
    </message>
    <message>
      <source>The calibration {0} holds no vectors; download the product again.</source>
      <translation>定标 {0} 中没有向量；请重新下载产品。</translation>
    </message>
    <message>
      <source>The catalogue states that the offset of 1000 is not in the files, but every band begins above {0} DN; 1000 is subtracted.</source>
      <translation>目录称文件中没有 1000 的偏移，但每个波段都从 {0} DN 以上开始；减去 1000。</translation>
    </message>
    <message>
      <source>The catalogue states that the offset of 1000 is still in the files, but their darkest band begins at {0} DN; nothing is subtracted.</source>
      <translation>目录称文件中仍有 1000 的偏移，但其最暗波段从 {0} DN 开始；不作减去。</translation>
    </message>
    <message>
      <source>The catalogue {0} cannot be reached ({1}).</source>
      <translation>无法访问目录 {0}（{1}）。</translation>
    </message>
    <message>
      <source>The checkpoint {0} cannot be read: {1}.</source>
      <translation>检查点 {0} 无法读取：{1}。</translation>
    </message>
    <message>
      <source>The checkpoint {0} has a table of contents that no network has.</source>
      <translation>检查点 {0} 的目录表不是任何网络会有的。</translation>
    </message>
    <message>
      <source>The checkpoint {0} holds entries among its tensors that are none: {1}.</source>
      <translation>检查点 {0} 的张量中混有并非张量的条目：{1}。</translation>
    </message>
    <message>
      <source>The checkpoint {0} is not a file.</source>
      <translation>检查点 {0} 不是文件。</translation>
    </message>
    <message>
      <source>The checkpoint {0} is packed in a way that PyTorch does not use; save it again.</source>
      <translation>检查点 {0} 的打包方式不是 PyTorch 所用的；请重新保存。</translation>
    </message>
    <message>
      <source>The checkpoint {0} is unusable: its tensor {1} has values that are not numbers.</source>
      <translation>检查点 {0} 不可用：其张量 {1} 含有非数值。</translation>
    </message>
    <message>
      <source>The checkpoint {0} is unusable: its tensor {1} is not plain numbers in memory.</source>
      <translation>检查点 {0} 不可用：其张量 {1} 不是内存中的普通数。</translation>
    </message>
    <message>
      <source>The checkpoint {0} is unusable: its tensor {1} is {2} instead of float.</source>
      <translation>检查点 {0} 不可用：其张量 {1} 为 {2} 而非 float。</translation>
    </message>
    <message>
      <source>The checkpoint {0} is unusable: its tensors share numbers, which no network's do.</source>
      <translation>检查点 {0} 不可用：其张量共用数值，而任何网络都不会如此。</translation>
    </message>
    <message>
      <source>The checkpoint {0} was not loaded: besides tensors it holds code or objects ({1}), which could run anything; ask its author for a file of plain tensors.</source>
      <translation>检查点 {0} 未加载：除张量外还含有代码或对象（{1}），可能执行任何操作；请向作者索取只含张量的文件。</translation>
    </message>
    <message>
      <source>The checkpoint {0} was not loaded: it holds tensors that are not plain numbers ({1}); ask its author for a file of plain tensors.</source>
      <translation>检查点 {0} 未加载：其中的张量不是普通数（{1}）；请向作者索取只含张量的文件。</translation>
    </message>
    <message>
      <source>The clear raster {0} does not lie on the grid of the cloudy raster {1}; warp it there first.</source>
      <translation>晴空栅格 {0} 不在有云栅格 {1} 的网格上；请先重采样到该网格。</translation>
    </message>
    <message>
      <source>The clear reference is the result or the cloudy image itself; choose a clear image of the same place.</source>
      <translation>无云参考影像就是结果或有云影像本身；请选择同一地点的无云影像。</translation>
    </message>
    <message>
      <source>The cloud and shadow detector csmask</source>
      <translation>云与阴影检测器 csmask</translation>
    </message>
    <message>
      <source>The cloud detector CloudSEN12 (package sentle)</source>
      <translation>云检测器 CloudSEN12（软件包 sentle）</translation>
    </message>
    <message>
      <source>The cloud detector s2cloudless</source>
      <translation>云检测器 s2cloudless</translation>
    </message>
    <message>
      <source>The cloud detector's weights {0} are not those of its card; install Unveil again.</source>
      <translation>云检测器的权重 {0} 与其卡片不符；请重新安装 Unveil。</translation>
    </message>
    <message>
      <source>The cloud detector's weights {0} cannot be read; install Unveil again.</source>
      <translation>云检测器的权重 {0} 无法读取；请重新安装 Unveil。</translation>
    </message>
    <message>
      <source>The cloud's {0} is {1}; give a number from 0 to 1.</source>
      <translation>云的 {0} 为 {1}；请给出 0 至 1 的数。</translation>
    </message>
    <message>
      <source>The cloud-optimised GeoTIFF {0} cannot be put in place ({1}).</source>
      <translation>云优化 GeoTIFF {0} 无法就位（{1}）。</translation>
    </message>
    <message>
      <source>The cloud-optimised GeoTIFF {0} cannot be written ({1}).</source>
      <translation>云优化 GeoTIFF {0} 无法写入（{1}）。</translation>
    </message>
    <message>
      <source>The cloudy raster's place and grid without clouds.</source>
      <translation>与有云栅格地点和网格相同的无云栅格。</translation>
    </message>
    <message>
      <source>The converted network of sentle cannot be kept in {0} ({1}); free space there, or set UNVEIL_CACHE to another folder.</source>
      <translation>转换后的 sentle 网络无法保存在 {0}（{1}）；请在那里腾出空间，或将 UNVEIL_CACHE 设为其他文件夹。</translation>
    </message>
    <message>
      <source>The creation option {0} is a multiple of 16 up to {1}, not '{2}'.</source>
      <translation>创建选项 {0} 须为 16 的倍数且不超过 {1}，而非“{2}”。</translation>
    </message>
    <message>
      <source>The creation option {0} is not NAME=VALUE, for example COMPRESS=ZSTD.</source>
      <translation>创建选项 {0} 不是 NAME=VALUE 形式，例如 COMPRESS=ZSTD。</translation>
    </message>
    <message>
      <source>The creation option {0} of GDAL's driver {1} is a whole number, not '{2}'.</source>
      <translation>创建选项 {0}（GDAL 驱动 {1}）须为整数，而非“{2}”。</translation>
    </message>
    <message>
      <source>The creation option {0} of GDAL's driver {1} is one of {2}.</source>
      <translation>创建选项 {0}（GDAL 驱动 {1}）须为以下之一：{2}。</translation>
    </message>
    <message>
      <source>The date {0} makes {1} % of that, taken as it is; dates as near are usually off by {2} DN.</source>
      <translation>日期 {0} 构成其中的 {1} %，按原样采用；这样相近的日期误差通常为 {2} DN。</translation>
    </message>
    <message>
      <source>The date {0} makes {1} % of that; alone it is off by {2} DN on clear ground that was left out.</source>
      <translation>日期 {0} 构成其中的 {1} %；单独使用时，在留出的晴空地面上误差为 {2} DN。</translation>
    </message>
    <message>
      <source>The detector '{0}' has to be converted once, for which this Python lacks {1}; run it once where PyTorch and onnx are installed, or install them.</source>
      <translation>检测器“{0}”须先转换一次，而此 Python 缺少 {1}；请在装有 PyTorch 和 onnx 的环境中运行一次，或安装它们。</translation>
    </message>
    <message>
      <source>The detector '{0}' knows classes only; leave the probability raster out.</source>
      <translation>检测器“{0}”只给出类别；请不要指定概率栅格。</translation>
    </message>
    <message>
      <source>The detector '{0}' needs ONNX Runtime, which this Python does not have; install it with: "{1}" -m pip install onnxruntime   and restart QGIS.</source>
      <translation>检测器“{0}”需要 ONNX Runtime，而此 Python 没有；请安装："{1}" -m pip install onnxruntime   并重启 QGIS。</translation>
    </message>
    <message>
      <source>The detector '{0}' needs the package {1}, which this Python does not have; install it without what it drags along: "{2}" -m pip install --no-deps {3}   and restart QGIS.</source>
      <translation>检测器“{0}”需要软件包 {1}，而此 Python 没有；请安装（不含其依赖）："{2}" -m pip install --no-deps {3}   并重启 QGIS。</translation>
    </message>
    <message>
      <source>The detector '{0}' needs {1}, and {2} is taken for {3}{4}; choose {5}.</source>
      <translation>检测器“{0}”需要 {1}，而 {2} 被视为 {3}{4}；请选择 {5}。</translation>
    </message>
    <message>
      <source>The detector '{0}' reads the scene classification, and {1} has no band SCL; give the product's SCL raster, or choose {2}.</source>
      <translation>检测器 '{0}' 读取场景分类，而 {1} 没有 SCL 波段；请给出产品的 SCL 栅格，或选择 {2}。</translation>
    </message>
    <message>
      <source>The detector of clouds; Mask clouds explains them.</source>
      <translation>云检测器；“生成云掩膜”中有说明。</translation>
    </message>
    <message>
      <source>The detector's score or probability, 0 to 1; scl has none.</source>
      <translation>检测器的得分或概率，0 到 1；scl 没有此项。</translation>
    </message>
    <message>
      <source>The device '{0}' is not known; choose auto, {1}.</source>
      <translation>未知设备 '{0}'；请选择 auto、{1}。</translation>
    </message>
    <message>
      <source>The device '{0}' is not one of PyTorch's here; choose auto, cuda or cpu.</source>
      <translation>设备“{0}”在此处不是 PyTorch 的设备；请选择 auto、cuda 或 cpu。</translation>
    </message>
    <message>
      <source>The extent does not touch the Sentinel-2 scene; choose another one.</source>
      <translation>范围未触及 Sentinel-2 场景；请另选。</translation>
    </message>
    <message>
      <source>The extent has no place in the CRS of the scene; choose one that lies there.</source>
      <translation>范围在场景的坐标参考系中没有位置；请选择位于其中的范围。</translation>
    </message>
    <message>
      <source>The extent to restore is empty; draw another one.</source>
      <translation>要恢复的范围为空；请重新绘制。</translation>
    </message>
    <message>
      <source>The extent {0} {1} {2} {3} has no end; give four numbers.</source>
      <translation>范围 {0} {1} {2} {3} 没有边界；请给出四个数。</translation>
    </message>
    <message>
      <source>The extent {0} {1} {2} {3} is empty; give it as xmin ymin xmax ymax.</source>
      <translation>范围 {0} {1} {2} {3} 为空；请按 xmin ymin xmax ymax 给出。</translation>
    </message>
    <message>
      <source>The file {0} cannot be read: {1}.</source>
      <translation>文件 {0} 无法读取：{1}。</translation>
    </message>
    <message>
      <source>The file {0} cannot be written ({1}); choose another folder for it.</source>
      <translation>文件 {0} 无法写入（{1}）；请为其选择其他文件夹。</translation>
    </message>
    <message>
      <source>The file {0} describes a typical spectrum that is none.</source>
      <translation>文件 {0} 描述的典型光谱无效。</translation>
    </message>
    <message>
      <source>The file {0} describes its network in a way that cannot be read.</source>
      <translation>文件 {0} 对其网络的描述无法读取。</translation>
    </message>
    <message>
      <source>The file {0} describes its network with settings that make no sense.</source>
      <translation>文件 {0} 以无意义的设置描述其网络。</translation>
    </message>
    <message>
      <source>The file {0} does not lie on the grid of the 10 m bands; give files of one scene.</source>
      <translation>文件 {0} 不在 10 米波段的网格上；请提供同一场景的文件。</translation>
    </message>
    <message>
      <source>The file {0} does not reach the area that is wanted.</source>
      <translation>文件 {0} 未覆盖所需区域。</translation>
    </message>
    <message>
      <source>The file {0} is damaged: it is not the one that the product's manifest.safe states; download the product again.</source>
      <translation>文件 {0} 已损坏：它与产品的 manifest.safe 所述不符；请重新下载产品。</translation>
    </message>
    <message>
      <source>The file {0} is named after {1} and has more than one band; give one band a file.</source>
      <translation>文件 {0} 以 {1} 命名却有多个波段；请每个文件只放一个波段。</translation>
    </message>
    <message>
      <source>The file {0} is named like a raster; give a page or a table another name.</source>
      <translation>文件 {0} 的名称像栅格；请为页面或表格另取名称。</translation>
    </message>
    <message>
      <source>The file {0} is no checkpoint of a network: it holds no tensors by name.</source>
      <translation>文件 {0} 不是网络的检查点：其中没有带名称的张量。</translation>
    </message>
    <message>
      <source>The file {0} is no checkpoint: it is a zip file without tensors.</source>
      <translation>文件 {0} 不是检查点：它是不含张量的 zip 文件。</translation>
    </message>
    <message>
      <source>The file {0} is no checkpoint: neither PyTorch (.pth, .pt) nor safetensors.</source>
      <translation>文件 {0} 不是检查点：既非 PyTorch（.pth, .pt）也非 safetensors。</translation>
    </message>
    <message>
      <source>The file {0} is no safetensors file: its header is not valid.</source>
      <translation>文件 {0} 不是 safetensors 文件：其文件头无效。</translation>
    </message>
    <message>
      <source>The file {0} is no safetensors file: its header is too long.</source>
      <translation>文件 {0} 不是 safetensors 文件：其文件头过长。</translation>
    </message>
    <message>
      <source>The file {0} is not north up in a CRS (a GRD that is not terrain-corrected?).</source>
      <translation>文件 {0} 在坐标参考系中不是正北朝上（是未经地形校正的 GRD？）。</translation>
    </message>
    <message>
      <source>The file {0} is truncated: its header is not complete; download or copy it again.</source>
      <translation>文件 {0} 被截断：其文件头不完整；请重新下载或复制。</translation>
    </message>
    <message>
      <source>The file {0} is truncated: tensors are missing at its end; download or copy it again.</source>
      <translation>文件 {0} 被截断：末尾缺少张量；请重新下载或复制。</translation>
    </message>
    <message>
      <source>The file {0} of ukis-csmask cannot be read ({1}); install it again.</source>
      <translation>ukis-csmask 的文件 {0} 无法读取（{1}）；请重新安装。</translation>
    </message>
    <message>
      <source>The folder of training data {0} does not exist; choose another.</source>
      <translation>训练数据文件夹 {0} 不存在；请另选。</translation>
    </message>
    <message>
      <source>The folder {0} cannot be written to; choose another one for the output.</source>
      <translation>无法写入文件夹 {0}；请为输出选择另一个文件夹。</translation>
    </message>
    <message>
      <source>The folder {0} cannot be written: {1}.</source>
      <translation>文件夹 {0} 无法写入：{1}。</translation>
    </message>
    <message>
      <source>The folder {0} does not exist; create it or choose another one for the output.</source>
      <translation>文件夹 {0} 不存在；请创建它，或为输出选择另一个文件夹。</translation>
    </message>
    <message>
      <source>The folder {0} does not exist; give one with triplets.</source>
      <translation>文件夹 {0} 不存在；请提供含三元组的文件夹。</translation>
    </message>
    <message>
      <source>The folder {0} holds no training scenes; see the documentation of unveil train.</source>
      <translation>文件夹 {0} 中没有训练场景；请参阅 unveil train 的文档。</translation>
    </message>
    <message>
      <source>The folder {0} holds no whole triplet; it needs &lt;id&gt;/s1.tif, s2_cloudy.tif and s2_clear.tif, or the layout of SEN12MS-CR (ROIs1158_spring_s1/s1_106/ROIs1158_spring_s1_106_p30.tif and so on).</source>
      <translation>文件夹 {0} 中没有完整的三元组；须有 &lt;id&gt;/s1.tif、s2_cloudy.tif 和 s2_clear.tif，或 SEN12MS-CR 的结构（ROIs1158_spring_s1/s1_106/ROIs1158_spring_s1_106_p30.tif 等）。</translation>
    </message>
    <message>
      <source>The folder {0} holds nothing to train on{1}; it needs {2}.</source>
      <translation>文件夹 {0} 中没有可训练的内容{1}；须有 {2}。</translation>
    </message>
    <message>
      <source>The folder {} cannot be written to: {}.</source>
      <translation>无法写入文件夹 {}：{}。</translation>
    </message>
    <message>
      <source>The graphics card is not used: ONNX Runtime has {} but could not start it, because the driver or its libraries (CUDA, cuDNN) are missing or too old; Options &gt; Unveil measures the devices.</source>
      <translation>未使用显卡：ONNX Runtime 带有 {}，但无法启动，因为驱动程序或其库（CUDA、cuDNN）缺失或过旧；可在 选项 &gt; Unveil 中测量设备。</translation>
    </message>
    <message>
      <source>The growth {0} of GLF-CR cannot be shared by {1} heads; choose a multiple.</source>
      <translation>GLF-CR 的增长 {0} 无法由 {1} 个头均分；请选择倍数。</translation>
    </message>
    <message>
      <source>The hazy rims of clouds look clear to detectors and people alike; 0 takes a mask of yours as it is.</source>
      <translation>云的薄雾边缘在检测器和人眼看来都像晴空；取 0 时您自己的掩膜按原样使用。</translation>
    </message>
    <message>
      <source>The images are compared by the {0} bands that all of them have; left out: {1}.</source>
      <translation>按各影像共有的 {0} 个波段比较；略去：{1}。</translation>
    </message>
    <message>
      <source>The images have no band in common ({0}); compare rasters of the same bands.</source>
      <translation>各影像没有共同的波段（{0}）；请比较波段相同的栅格。</translation>
    </message>
    <message>
      <source>The input holds {0} {1}; the output is in dB.</source>
      <translation>输入为 {0} {1}；输出为 dB。</translation>
    </message>
    <message>
      <source>The item {0} does not say when it was taken.</source>
      <translation>条目 {0} 未说明拍摄时间。</translation>
    </message>
    <message>
      <source>The item {0} has no assets for {1}; is it one of {2}?</source>
      <translation>条目 {0} 没有 {1} 的资源；它是 {2} 之一吗？</translation>
    </message>
    <message>
      <source>The item {0} has no bounding box.</source>
      <translation>条目 {0} 没有边界框。</translation>
    </message>
    <message>
      <source>The item's id '{0}' cannot name a folder; take one of at most 151 letters, digits, '.', '_' and '-'.</source>
      <translation>条目的 id“{0}”不能作为文件夹名；请使用不超过 151 个的字母、数字、'.'、'_' 和 '-'。</translation>
    </message>
    <message>
      <source>The layer '{}' is no raster file but comes from '{}'; export it as a GeoTIFF first.</source>
      <translation>图层“{}”不是栅格文件，而是来自“{}”；请先将其导出为 GeoTIFF。</translation>
    </message>
    <message>
      <source>The layer '{}' is no raster file.</source>
      <translation>图层“{}”不是栅格文件。</translation>
    </message>
    <message>
      <source>The map as it is compared, and the layers before and after, as PNG.</source>
      <translation>对比中的地图，以及前后两个图层，保存为 PNG。</translation>
    </message>
    <message>
      <source>The map canvas, a layer's extent, or a rectangle that you draw. Empty: the whole scene.</source>
      <translation>地图画布、图层范围或您绘制的矩形。留空：整景影像。</translation>
    </message>
    <message>
      <source>The mask cannot be kept in {0} ({1}); free some space there, or set TMPDIR to another folder.</source>
      <translation>掩膜无法保存在 {0}（{1}）；请在那里腾出空间，或将 TMPDIR 设为其他文件夹。</translation>
    </message>
    <message>
      <source>The mask holds data for {0} % of the optical raster; elsewhere nothing is restored.</source>
      <translation>掩膜仅在光学栅格的 {0} % 上有数据；其他地方不作恢复。</translation>
    </message>
    <message>
      <source>The mask holds no value for clear ground; what it leaves empty (no data) is taken for clear.</source>
      <translation>掩膜中没有表示晴空的数值；其空白处（无数据）按晴空处理。</translation>
    </message>
    <message>
      <source>The mask is grown by {0} instead of {1} m, which would leave too little of the scene clear to learn from.</source>
      <translation>掩膜扩展 {0} 米而不是 {1} 米，否则影像中留下的无云部分太少，无从学习。</translation>
    </message>
    <message>
      <source>The mask lies on another grid and is brought onto the optical raster's by nearest neighbour.</source>
      <translation>掩膜位于另一网格上，按最近邻转到光学栅格的网格。</translation>
    </message>
    <message>
      <source>The mask marks nothing: no pixel is restored and the scene is copied as it is.</source>
      <translation>掩膜没有标出任何内容：不恢复任何像素，场景按原样复制。</translation>
    </message>
    <message>
      <source>The mask marks the whole scene: nothing of it is clear, so nothing tells the colours of its ground, and the result is a guess.</source>
      <translation>掩膜标出了整个场景：没有晴空部分，无从得知其地面颜色，结果只是推测。</translation>
    </message>
    <message>
      <source>The mask marks {0} % of the scene; the less clear ground there is, the worse what is restored.</source>
      <translation>掩膜标出了场景的 {0} %；晴空地面越少，恢复的效果越差。</translation>
    </message>
    <message>
      <source>The mask {0} cannot be read as a layer of polygons.</source>
      <translation>掩膜 {0} 无法作为多边形图层读取。</translation>
    </message>
    <message>
      <source>The mask {0} does not overlap the optical raster; choose the one of the same place.</source>
      <translation>掩膜 {0} 与光学栅格不重叠；请选择同一地点的掩膜。</translation>
    </message>
    <message>
      <source>The mask {0} has no coordinate reference system and {1} x {2} pixels, and the optical raster {3} x {4}; make the mask on the optical raster's grid (unveil:maskclouds does), or set its CRS.</source>
      <translation>掩膜 {0} 没有坐标参考系且为 {1} x {2} 像素，而光学栅格为 {3} x {4}；请在光学栅格的网格上制作掩膜（unveil:maskclouds 即可），或设置其 CRS。</translation>
    </message>
    <message>
      <source>The mask {0} has {1} bands ({2}), and which of them is the mask cannot be told; give a raster of one band.</source>
      <translation>掩膜 {0} 有 {1} 个波段（{2}），无法判断哪个是掩膜；请给出单波段栅格。</translation>
    </message>
    <message>
      <source>The mask {0} has {1} x {2} pixels where the optical raster has {3} x {4}; bring it to pixels of about that size.</source>
      <translation>掩膜 {0} 有 {1} x {2} 像素，而光学栅格有 {3} x {4}；请将其像素调整到相近的大小。</translation>
    </message>
    <message>
      <source>The mask {0} holds no polygon; draw the clouds, or leave the mask out.</source>
      <translation>掩膜 {0} 不含多边形；请画出云，或不使用掩膜。</translation>
    </message>
    <message>
      <source>The mask {0} holds no polygons; give a layer of cloud polygons or a raster.</source>
      <translation>掩膜 {0} 中没有多边形；请提供云多边形图层或栅格。</translation>
    </message>
    <message>
      <source>The mask {0} holds the values {1}, which are no class codes (0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data), no 0 and 1, no probability (0 to 1 or 0 to 100) and no scene classification (0 to 11); reclassify it first, or name its coding.</source>
      <translation>掩膜 {0} 的值 {1} 既不是类别代码（0 晴空、1 云、2 薄云、3 阴影、255 无数据）、0 和 1、概率（0 到 1 或 0 到 100），也不是场景分类（0 到 11）；请先重分类，或指明其编码。</translation>
    </message>
    <message>
      <source>The mask {0} holds the values {1}, which the coding '{2}' does not know; name another one.</source>
      <translation>掩膜 {0} 的值 {1} 不属于编码 '{2}'；请指明另一种编码。</translation>
    </message>
    <message>
      <source>The mask {0} holds values from {1} to {2}, which are no '{3}' (0 to 1, or 0 to 100).</source>
      <translation>掩膜 {0} 的数值从 {1} 到 {2}，不是“{3}”（0 至 1，或 0 至 100）。</translation>
    </message>
    <message>
      <source>The mask {0} states {1} as its value for no data and holds nothing else but 0, so that nothing in it is cloud; unset it: gdal_edit.py -unsetnodata &lt;file&gt;.</source>
      <translation>掩膜 {0} 将 {1} 标为无数据值，此外只有 0，因此其中没有云；请取消该设置：gdal_edit.py -unsetnodata &lt;file&gt;。</translation>
    </message>
    <message>
      <source>The mask's resolution of 0 is no length; give metres, for example 20.</source>
      <translation>掩膜的分辨率 0 不是长度；请以米给出，例如 20。</translation>
    </message>
    <message>
      <source>The mask's {0} of {1} is no length; give metres, 0 or more.</source>
      <translation>掩膜的 {0} 为 {1}，不是长度；请以米给出，0 或以上。</translation>
    </message>
    <message>
      <source>The metadata {0} cannot be read ({1}); download the product again.</source>
      <translation>元数据 {0} 无法读取（{1}）；请重新下载产品。</translation>
    </message>
    <message>
      <source>The metadata {0} hold a number that cannot be read ({1}); download it again.</source>
      <translation>元数据 {0} 含有无法读取的数（{1}）；请重新下载。</translation>
    </message>
    <message>
      <source>The metadata {0} hold a sun angle that cannot be read ({1}); download the product again.</source>
      <translation>元数据 {0} 含有无法读取的太阳角度（{1}）；请重新下载产品。</translation>
    </message>
    <message>
      <source>The metadata {0} state a quantification of {1}; download the product again.</source>
      <translation>元数据 {0} 给出的量化值为 {1}；请重新下载产品。</translation>
    </message>
    <message>
      <source>The metadata {0} state an offset of {1}; download the product again.</source>
      <translation>元数据 {0} 给出的偏移为 {1}；请重新下载产品。</translation>
    </message>
    <message>
      <source>The method '{0}' has no network that could learn; choose a model.</source>
      <translation>方法“{0}”没有可学习的网络；请选择一个模型。</translation>
    </message>
    <message>
      <source>The model '{0}' brings no weights for PyTorch; it runs on ONNX Runtime.</source>
      <translation>模型“{0}”没有 PyTorch 权重；它在 ONNX Runtime 上运行。</translation>
    </message>
    <message>
      <source>The model '{0}' does not give {1}; it gives {2}.</source>
      <translation>模型“{0}”不给出 {1}；它给出 {2}。</translation>
    </message>
    <message>
      <source>The model '{0}' failed on {1}: {2}</source>
      <translation>模型“{0}”在 {1} 上失败：{2}</translation>
    </message>
    <message>
      <source>The model '{0}' failed on {1}: {2}.</source>
      <translation>模型“{0}”在 {1} 上失败：{2}。</translation>
    </message>
    <message>
      <source>The model '{0}' gave values that are not numbers on {1}.</source>
      <translation>模型 '{0}' 在 {1} 上给出了非数值。</translation>
    </message>
    <message>
      <source>The model '{0}' gave {1} as {2} of a tile, and its card says numbers {3}; it cannot be used.</source>
      <translation>模型“{0}”给出的 {1} 为 {2}（每瓦片），而其卡片所述为 {3}；无法使用。</translation>
    </message>
    <message>
      <source>The model '{0}' was exported in another way than this version of PyTorch does, so its weights cannot be told from its file; choose a model with weights for PyTorch (weights.safetensors), as train or import make them.</source>
      <translation>模型“{0}”的导出方式与此版本的 PyTorch 不同，因此无法从其文件得出权重；请选择带有 PyTorch 权重（weights.safetensors）的模型，train 或 import 会生成这样的模型。</translation>
    </message>
    <message>
      <source>The model cannot be written to {0} ({1}); free some space or choose another folder. The training itself is kept in {2}.</source>
      <translation>模型无法写入 {0}（{1}）；请腾出空间或选择其他文件夹。训练本身保存在 {2}。</translation>
    </message>
    <message>
      <source>The model cannot be written to {0}: {1}.</source>
      <translation>模型无法写入 {0}：{1}。</translation>
    </message>
    <message>
      <source>The model card {0} cannot be read: {1}.</source>
      <translation>模型卡片 {0} 无法读取：{1}。</translation>
    </message>
    <message>
      <source>The model card {0} cannot be used: {1}.</source>
      <translation>模型卡片 {0} 无法使用：{1}。</translation>
    </message>
    <message>
      <source>The model card {0} has more than {1} MB, which no card has.</source>
      <translation>模型卡片 {0} 超过 {1} MB，任何卡片都不会如此。</translation>
    </message>
    <message>
      <source>The model card {0} has schema {1}, and this version of Unveil reads schema {2}.</source>
      <translation>模型卡片 {0} 的格式为 {1}，而此版本的 Unveil 读取格式 {2}。</translation>
    </message>
    <message>
      <source>The model card {0} is nested too deep.</source>
      <translation>模型卡片 {0} 嵌套过深。</translation>
    </message>
    <message>
      <source>The model card {0} is not a file.</source>
      <translation>模型卡片 {0} 不是文件。</translation>
    </message>
    <message>
      <source>The model card {0} is not valid TOML: {1}.</source>
      <translation>模型卡片 {0} 不是有效的 TOML：{1}。</translation>
    </message>
    <message>
      <source>The model card {0} {1}.</source>
      <translation>模型卡片 {0} {1}。</translation>
    </message>
    <message>
      <source>The model file {0} cannot be loaded: {1}.</source>
      <translation>模型文件 {0} 无法加载：{1}。</translation>
    </message>
    <message>
      <source>The model file {0} cannot be read: {1}.</source>
      <translation>模型文件 {0} 无法读取：{1}。</translation>
    </message>
    <message>
      <source>The model file {0} gives {1} as {2} of a tile, and its card says {3}.</source>
      <translation>模型文件 {0} 给出的 {1} 为 {2}（每瓦片），而其卡片所述为 {3}。</translation>
    </message>
    <message>
      <source>The model file {0} has no output named {1}.</source>
      <translation>模型文件 {0} 没有名为 {1} 的输出。</translation>
    </message>
    <message>
      <source>The model file {0} is larger than an ONNX file can be.</source>
      <translation>模型文件 {0} 大于 ONNX 文件的上限。</translation>
    </message>
    <message>
      <source>The model file {0} is missing or not the one its card describes; install the model again.</source>
      <translation>模型文件 {0} 缺失，或与其卡片所述不符；请重新安装模型。</translation>
    </message>
    <message>
      <source>The model file {0} is not the one its card describes (SHA-256 differs): it is corrupt or was replaced; install the model again.</source>
      <translation>模型文件 {0} 与其卡片所述不符（SHA-256 不同）：已损坏或被替换；请重新安装模型。</translation>
    </message>
    <message>
      <source>The model file {0} takes {1}, and its card says {2}.</source>
      <translation>模型文件 {0} 的输入为 {1}，而其卡片所述为 {2}。</translation>
    </message>
    <message>
      <source>The model of {0} cannot be loaded ({1}); install that package again.</source>
      <translation>{0} 的模型无法加载（{1}）；请重新安装该软件包。</translation>
    </message>
    <message>
      <source>The model {0} cannot be read as LightGBM's text ({1}); install it again.</source>
      <translation>模型 {0} 无法作为 LightGBM 文本读取（{1}）；请重新安装。</translation>
    </message>
    <message>
      <source>The model {0} holds no trees; install the package it belongs to again.</source>
      <translation>模型 {0} 中没有树；请重新安装其所属的软件包。</translation>
    </message>
    <message>
      <source>The model {0} is not a file.</source>
      <translation>模型 {0} 不是文件。</translation>
    </message>
    <message>
      <source>The model {0} takes other bands than the networks of Unveil and cannot be adapted.</source>
      <translation>模型 {0} 使用的波段与 Unveil 的网络不同，无法适配。</translation>
    </message>
    <message>
      <source>The name '{0}' holds no letter or digit; choose another.</source>
      <translation>名称“{0}”不含字母或数字；请另选。</translation>
    </message>
    <message>
      <source>The name '{0}' is that of a model that ships with Unveil; choose another.</source>
      <translation>名称“{0}”属于 Unveil 自带的模型；请另选一个。</translation>
    </message>
    <message>
      <source>The name '{0}' is that of the method without a network; choose another.</source>
      <translation>名称“{0}”属于不用网络的方法；请另选一个。</translation>
    </message>
    <message>
      <source>The names in {0} say {1}, and {2} was stated; {3} is noted.</source>
      <translation>{0} 中的名称为 {1}，而指定的是 {2}；记为 {3}。</translation>
    </message>
    <message>
      <source>The network has too many values to be told apart; use weights.safetensors.</source>
      <translation>网络的数值过多，无法区分；请使用 weights.safetensors。</translation>
    </message>
    <message>
      <source>The network of sentle came out of its conversion changed (by {0}).</source>
      <translation>sentle 的网络在转换后发生了变化（相差 {0}）。</translation>
    </message>
    <message>
      <source>The network of sentle cannot be converted ({0}); install its newest version.</source>
      <translation>sentle 的网络无法转换（{0}）；请安装其最新版本。</translation>
    </message>
    <message>
      <source>The network of the model '{0}' differs from its file by {1}, so its weights cannot be told from it; choose a model with weights for PyTorch.</source>
      <translation>模型“{0}”的网络与其文件相差 {1}，因此无法从中得出权重；请选择带有 PyTorch 权重的模型。</translation>
    </message>
    <message>
      <source>The network {0} cannot be built with these settings: {1}.</source>
      <translation>网络 {0} 无法以这些设置构建：{1}。</translation>
    </message>
    <message>
      <source>The new packages cannot take the place of the old ones ({}): restart QGIS and try again.</source>
      <translation>新软件包无法替换旧软件包（{}）：请重启 QGIS 后重试。</translation>
    </message>
    <message>
      <source>The optical raster is {0}, and the model {1} was trained on {2}: colours under the clouds will be off by the atmosphere's part. Take the {3} product of the scene where you can.</source>
      <translation>光学栅格为 {0}，而模型 {1} 是用 {2} 训练的：云下的颜色会因大气而有偏差。如有可能，请使用该场景的 {3} 产品。</translation>
    </message>
    <message>
      <source>The optical raster lacks {0}; the model is fed an estimate from the other bands in its place.</source>
      <translation>光学栅格缺少 {0}；改为向模型提供由其他波段得到的估计值。</translation>
    </message>
    <message>
      <source>The optical raster lacks {0}; the model {1} does without.</source>
      <translation>光学栅格缺少 {0}；模型 {1} 不需要它。</translation>
    </message>
    <message>
      <source>The optical raster {0} has more than one band named {1}.</source>
      <translation>光学栅格 {0} 有多个名为 {1} 的波段。</translation>
    </message>
    <message>
      <source>The optical raster {0} has no coordinate reference system; set it for the layer in QGIS, or in the file with: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</source>
      <translation>光学栅格 {0} 没有坐标参考系；请在 QGIS 中为图层设置，或用以下命令在文件中设置：gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;。</translation>
    </message>
    <message>
      <source>The optical raster {0} has no valid pixel: everything in it is nodata.</source>
      <translation>光学栅格 {0} 没有有效像素：全部为 nodata。</translation>
    </message>
    <message>
      <source>The optical raster {0} has {1} without Sentinel-2 names, so they cannot be told apart; name them B1, B2 ... B12, or give the 13 bands of L1C in the order {2}.</source>
      <translation>光学栅格 {0} 有 {1} 没有 Sentinel-2 名称，因此无法区分；请将它们命名为 B1、B2 ... B12，或按 {2} 的顺序给出 L1C 的 13 个波段。</translation>
    </message>
    <message>
      <source>The optical raster {0} holds 8-bit values, a picture rather than a measurement; give the product's digital numbers (reflectance x 10000).</source>
      <translation>光学栅格 {0} 含有 8 位数值，是图片而非测量值；请给出产品的数字值（反射率 x 10000）。</translation>
    </message>
    <message>
      <source>The optical raster {0} holds radar by the names of its bands; choose the Sentinel-2 raster, and see that the two are not swapped.</source>
      <translation>按波段名称，光学栅格 {0} 含有的是雷达；请选择 Sentinel-2 栅格，并检查两者是否互换。</translation>
    </message>
    <message>
      <source>The optical raster {0} lacks {1}, which is needed here{2}; give a raster with all of these bands.</source>
      <translation>光学栅格 {0} 缺少此处所需的 {1}{2}；请给出含全部这些波段的栅格。</translation>
    </message>
    <message>
      <source>The optical raster's grid, bands, names, data type and nodata.</source>
      <translation>采用光学栅格的网格、波段、名称、数据类型和无数据值。</translation>
    </message>
    <message>
      <source>The optical scene whose grid the radar is brought to.</source>
      <translation>光学影像，雷达影像将重采样到其网格。</translation>
    </message>
    <message>
      <source>The output {0} cannot be put in place ({1}); close what uses it, or choose another name.</source>
      <translation>无法将输出 {0} 放到位（{1}）；请关闭正在使用它的程序，或选择其他名称。</translation>
    </message>
    <message>
      <source>The output {0} cannot be written ({1}); check the free space and the rights of its folder.</source>
      <translation>无法写入输出 {0}（{1}）；请检查可用空间及其文件夹的权限。</translation>
    </message>
    <message>
      <source>The output {0} is a file of the input {1}; choose another name.</source>
      <translation>输出 {0} 是输入 {1} 的一个文件；请选择其他名称。</translation>
    </message>
    <message>
      <source>The output {0} is a folder; give the name of a file in it.</source>
      <translation>输出 {0} 是文件夹；请给出其中一个文件的名称。</translation>
    </message>
    <message>
      <source>The output {0} is incomplete: {1} of {2} rows.</source>
      <translation>输出 {0} 不完整：{1} / {2} 行。</translation>
    </message>
    <message>
      <source>The output {0} is one of the inputs; choose another name.</source>
      <translation>输出 {0} 是输入之一；请选择其他名称。</translation>
    </message>
    <message>
      <source>The output {0} must be a GeoTIFF: give it a name that ends in .tif.</source>
      <translation>输出 {0} 必须是 GeoTIFF：请使用以 .tif 结尾的名称。</translation>
    </message>
    <message>
      <source>The output {0} takes about {1} GB, and {2} GB are free there; free space, or take a part of the scene.</source>
      <translation>输出 {0} 约需 {1} GB，而那里有 {2} GB 可用；请腾出空间，或只取场景的一部分。</translation>
    </message>
    <message>
      <source>The output's name is longer than the {0} bytes that a file system takes; shorten it.</source>
      <translation>输出的名称超过文件系统允许的 {0} 字节；请缩短。</translation>
    </message>
    <message>
      <source>The overlap must lie between 0 and {0} pixels.</source>
      <translation>重叠必须在 0 到 {0} 像素之间。</translation>
    </message>
    <message>
      <source>The package index cannot be reached; check the connection, or copy the folder from another computer.</source>
      <translation>无法访问软件包索引；请检查网络连接，或从另一台计算机复制该文件夹。</translation>
    </message>
    <message>
      <source>The package index's certificate was refused; ask who runs this network.</source>
      <translation>软件包索引的证书被拒绝；请咨询网络管理员。</translation>
    </message>
    <message>
      <source>The package {0} in {1} has no file {2}, which the detector '{3}' needs; install the newest one: "{4}" -m pip install --no-deps --upgrade {5}   .</source>
      <translation>软件包 {0}（位于 {1}）没有文件 {2}，而检测器“{3}”需要它；请安装最新版本："{4}" -m pip install --no-deps --upgrade {5}   。</translation>
    </message>
    <message>
      <source>The pair for the self-test has pixels without data in its middle; choose another.</source>
      <translation>自检所用的图像对在中部有无数据像素；请另选。</translation>
    </message>
    <message>
      <source>The pair for the self-test has {0} x {1} pixels; it needs {2} x {3}.</source>
      <translation>自检所用的图像对有 {0} x {1} 像素；须为 {2} x {3}。</translation>
    </message>
    <message>
      <source>The pair for the self-test must be 13 bands cloudy, 13 clear and 2 of radar on one grid.</source>
      <translation>自检所用的图像对须为同一网格上的 13 个有云波段、13 个晴空波段和 2 个雷达波段。</translation>
    </message>
    <message>
      <source>The part to restore cannot be drawn on the grid: {0}.</source>
      <translation>要修复的部分无法绘制到网格上：{0}。</translation>
    </message>
    <message>
      <source>The part to restore lies outside the optical raster {0}; choose one that overlaps it.</source>
      <translation>要修复的部分位于光学栅格 {0} 之外；请选择与其重叠的部分。</translation>
    </message>
    <message>
      <source>The path {0} has a NUL character in it; no file can be called so.</source>
      <translation>路径 {0} 含有 NUL 字符；没有文件可以这样命名。</translation>
    </message>
    <message>
      <source>The picture {0} cannot be written: {1}.</source>
      <translation>图片 {0} 无法写入：{1}。</translation>
    </message>
    <message>
      <source>The picture {} cannot be written.</source>
      <translation>无法写入图片 {}。</translation>
    </message>
    <message>
      <source>The pixels of {0} are {1} m on the ground, and Sentinel-2 has 10, 20 or 60 m; give the bands at one of these sizes.</source>
      <translation>{0} 的像素在地面上为 {1} 米，而 Sentinel-2 为 10、20 或 60 米；请按其中一种大小提供波段。</translation>
    </message>
    <message>
      <source>The polygons of {0} cannot be drawn: {1}.</source>
      <translation>{0} 的多边形无法绘制：{1}。</translation>
    </message>
    <message>
      <source>The polygons to restore within cannot be read: {}</source>
      <translation>无法读取用于限定恢复区域的多边形：{}</translation>
    </message>
    <message>
      <source>The protocol {0} scores the middle {1} pixels, and the image has {2}; choose the protocol full.</source>
      <translation>协议 {0} 评分中间 {1} 个像素，而影像只有 {2}；请选择 full 协议。</translation>
    </message>
    <message>
      <source>The proxy refused; check QGIS's proxy in Options &gt; Network.</source>
      <translation>代理服务器拒绝了请求；请在“选项 &gt; 网络”中检查 QGIS 的代理设置。</translation>
    </message>
    <message>
      <source>The radar holds gamma0, and the models were trained on sigma0, which is lower by 10 log10 of the cosine of the incidence angle (0.7 to 1.6 dB).</source>
      <translation>雷达为 gamma0，而模型是用 sigma0 训练的，后者低 10 log10（入射角余弦）（0.7 至 1.6 dB）。</translation>
    </message>
    <message>
      <source>The radar item {0} has no asset for {1}.</source>
      <translation>雷达条目 {0} 没有 {1} 的资源。</translation>
    </message>
    <message>
      <source>The radar of the reference {0} differs all over from the scene's, as of another orbit; it is left out, so that changes are not seen there.</source>
      <translation>参考 {0} 的雷达与该景的处处不同，似来自另一轨道；不予使用，因此那里看不出变化。</translation>
    </message>
    <message>
      <source>The radar of the reference {0} is of another relative orbit than the scene's{1}; it is left out, so that changes are not seen there. Give radar of the same orbit.</source>
      <translation>参考 {0} 的雷达与场景的相对轨道不同{1}；未予使用，因此那里看不到变化。请提供同一轨道的雷达。</translation>
    </message>
    <message>
      <source>The radar raster has a geotransform that cannot be inverted; georeference it again.</source>
      <translation>雷达栅格的地理变换不可逆；请重新地理配准。</translation>
    </message>
    <message>
      <source>The radar raster is the optical raster; choose the Sentinel-1 raster, with one band VV and one band VH.</source>
      <translation>所选雷达栅格就是光学栅格；请选择含一个 VV 波段和一个 VH 波段的 Sentinel-1 栅格。</translation>
    </message>
    <message>
      <source>The radar raster {0} does not overlap the optical raster; choose the radar scene of the same place.</source>
      <translation>雷达栅格 {0} 与光学栅格不重叠；请选择同一地点的雷达场景。</translation>
    </message>
    <message>
      <source>The radar raster {0} has no coordinate reference system; terrain-correct it first, or set the CRS with: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</source>
      <translation>雷达栅格 {0} 没有坐标参考系；请先做地形校正，或用以下命令设置 CRS：gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;。</translation>
    </message>
    <message>
      <source>The radar raster {0} has no valid pixel.</source>
      <translation>雷达栅格 {0} 没有有效像素。</translation>
    </message>
    <message>
      <source>The radar raster {0} holds {1} only, and networks need VV and VH; give both files to Prepare Sentinel-1, or choose a dual-polarised scene (1SDV).</source>
      <translation>雷达栅格 {0} 只有 {1}，而网络需要 VV 和 VH；请将两个文件都交给“准备 Sentinel-1”，或选择双极化场景（1SDV）。</translation>
    </message>
    <message>
      <source>The radar raster {0} holds {1}, and networks need VV and VH; choose a scene with these (1SDV).</source>
      <translation>雷达栅格 {0} 含 {1}，而网络需要 VV 和 VH；请选择含有它们的场景（1SDV）。</translation>
    </message>
    <message>
      <source>The radar raster {0} must have one band VV and one band VH; it has {1} named {2}.</source>
      <translation>雷达栅格 {0} 必须有一个 VV 波段和一个 VH 波段；它有 {1}，名为 {2}。</translation>
    </message>
    <message>
      <source>The radar slices cannot be joined ({0}).</source>
      <translation>雷达切片无法拼接（{0}）。</translation>
    </message>
    <message>
      <source>The radar {0} does not overlap the reference raster; choose the radar scene of the same place.</source>
      <translation>雷达 {0} 与参考栅格不重叠；请选择同一地点的雷达场景。</translation>
    </message>
    <message>
      <source>The raster {0} cannot be cut: {1}.</source>
      <translation>栅格 {0} 无法裁切：{1}。</translation>
    </message>
    <message>
      <source>The raster {0} cannot be read in row {1}: {2}.</source>
      <translation>无法读取栅格 {0} 的第 {1} 行：{2}。</translation>
    </message>
    <message>
      <source>The raster {0} cannot be read: {1}.</source>
      <translation>无法读取栅格 {0}：{1}。</translation>
    </message>
    <message>
      <source>The raster {0} cannot be warped: {1}.</source>
      <translation>栅格 {0} 无法重投影：{1}。</translation>
    </message>
    <message>
      <source>The raster {0} claims {1} x {2} pixels, and no scene has more than {3} a side; cut out the part that is needed.</source>
      <translation>栅格 {0} 声称有 {1} x {2} 个像素，而任何场景每边都不超过 {3}；请裁出所需部分。</translation>
    </message>
    <message>
      <source>The raster {0} has a geotransform that places no pixel, {1}; georeference it.</source>
      <translation>栅格 {0} 的地理变换无法定位任何像素（{1}）；请进行地理配准。</translation>
    </message>
    <message>
      <source>The raster {0} has no coordinate reference system; set it for the layer in QGIS, or in the file with: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</source>
      <translation>栅格 {0} 没有坐标参考系；请在 QGIS 中为图层设置，或用以下命令在文件中设置：gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;。</translation>
    </message>
    <message>
      <source>The raster {0} has no valid pixel where it is compared: all of it is nodata.</source>
      <translation>栅格 {0} 在比较范围内没有有效像素：全部为 nodata。</translation>
    </message>
    <message>
      <source>The raster {0} has no valid pixel: all of it is nodata.</source>
      <translation>栅格 {0} 没有有效像素：全部为 nodata。</translation>
    </message>
    <message>
      <source>The raster {0} has {1} ground control points, too few to place it; terrain-correct the scene first.</source>
      <translation>栅格 {0} 有 {1} 个地面控制点，不足以定位；请先对场景做地形校正。</translation>
    </message>
    <message>
      <source>The raster {0} holds {1}; give one of real numbers.</source>
      <translation>栅格 {0} 含有 {1}；请提供实数栅格。</translation>
    </message>
    <message>
      <source>The raster {0} states a scale or an offset of {1}; set it anew.</source>
      <translation>栅格 {0} 给出的比例或偏移为 {1}；请重新设置。</translation>
    </message>
    <message>
      <source>The recipe '{0}' is for {1} in the size {2}, not for {3} in the size {4}; choose {5}.</source>
      <translation>方案“{0}”适用于 {1}（大小 {2}），而非 {3}（大小 {4}）；请选择 {5}。</translation>
    </message>
    <message>
      <source>The recipe '{0}' is not known; choose {1}.</source>
      <translation>未知的方案“{0}”；请选择 {1}。</translation>
    </message>
    <message>
      <source>The reference has no red band (B4), so the registration was not checked.</source>
      <translation>参考栅格没有红波段（B4），因此未检查配准。</translation>
    </message>
    <message>
      <source>The reference raster {0} has no coordinate reference system; set it for the layer in QGIS.</source>
      <translation>参考栅格 {0} 没有坐标参考系；请在 QGIS 中为图层设置。</translation>
    </message>
    <message>
      <source>The reference {0} does not overlap the optical raster; give another date of the same place.</source>
      <translation>参考 {0} 与光学栅格不重叠；请给出同一地点的其他日期。</translation>
    </message>
    <message>
      <source>The reference {0} has {1} band of Sentinel-2; give one with at least {2}.</source>
      <translation>参考 {0} 有 {1} 个 Sentinel-2 波段；请提供至少有 {2} 个的参考。</translation>
    </message>
    <message>
      <source>The reference {0} holds the scene itself; give another date of the same place.</source>
      <translation>参考 {0} 就是该场景本身；请提供同一地点的其他日期。</translation>
    </message>
    <message>
      <source>The reference {0} is not used: {1}.</source>
      <translation>未使用参考 {0}：{1}。</translation>
    </message>
    <message>
      <source>The reference {0} is the scene itself; give another date of the same place.</source>
      <translation>参考 {0} 就是场景本身；请给出同一地点的其他日期。</translation>
    </message>
    <message>
      <source>The removal of {0} takes about {1} of memory, and {2} are {3}; take a part of the scene, or close other programs.</source>
      <translation>处理 {0} 约需 {1} 内存，而 {2}（{3}）；请只取场景的一部分，或关闭其他程序。</translation>
    </message>
    <message>
      <source>The rest of the scene</source>
      <translation>影像的其余部分</translation>
    </message>
    <message>
      <source>The restoration '{0}' is not known; choose {1}.</source>
      <translation>未知的修复方式“{0}”；请选择 {1}。</translation>
    </message>
    <message>
      <source>The result is {0} and the reference {1}: part of the difference is the air between them.</source>
      <translation>结果为 {0}，参考为 {1}：差异的一部分来自两者之间的大气。</translation>
    </message>
    <message>
      <source>The result's bands have no names of their own, so they cannot be written as files each.</source>
      <translation>结果的波段没有各自的名称，因此无法分别写成文件。</translation>
    </message>
    <message>
      <source>The runtime folder cannot be written to; check its rights.</source>
      <translation>无法写入运行时文件夹；请检查其权限。</translation>
    </message>
    <message>
      <source>The same seed draws the same samples.</source>
      <translation>相同的种子抽取相同的样本。</translation>
    </message>
    <message>
      <source>The same seed holds out the same blocks and draws the same clouds.</source>
      <translation>相同的种子留出相同的区块，抽取相同的云。</translation>
    </message>
    <message>
      <source>The scale and offset that {0} states ({1}, {2}) turn its values into no numbers; set them anew.</source>
      <translation>{0} 给出的比例和偏移（{1}, {2}）使其数值不成为数；请重新设置。</translation>
    </message>
    <message>
      <source>The scale that the file states is left over from whole numbers and is not applied.</source>
      <translation>文件给出的比例是整数值遗留下来的，不予应用。</translation>
    </message>
    <message>
      <source>The scaling '{0}' is not known; it is {1}.</source>
      <translation>未知的缩放“{0}”；应为 {1}。</translation>
    </message>
    <message>
      <source>The scene and its result on the map, with a divider to drag.</source>
      <translation>在地图上显示影像及其结果，分隔线可拖动。</translation>
    </message>
    <message>
      <source>The scene has {0} clear cells of 32 x 32 pixels away from clouds, {1} of them to learn from where {2} blocks are held out to measure on; {3}, {4} and {5} are needed, so nothing was adapted and the model {6} stays.</source>
      <translation>场景中远离云的 32 x 32 像素晴空格有 {0} 个，留出 {2} 个区块用于测量后可供学习的有 {1} 个；需要分别达到 {3}、{5} 和 {4} 个（晴空格、区块、学习用格），因此未作适配，仍用模型 {6}。</translation>
    </message>
    <message>
      <source>The scene over the extent that is nearest to it is taken.</source>
      <translation>取该范围上与之最接近的影像。</translation>
    </message>
    <message>
      <source>The scene that clouds are to be removed from, as Remove clouds takes it; L1C or L2A.</source>
      <translation>需要去云的影像，要求与“去云”相同；L1C 或 L2A。</translation>
    </message>
    <message>
      <source>The self-test failed: on the pair the model reaches {0} dB and the cloudy image itself {1} dB. Either the pair does not fit (bands, DN, dates) or the weights do not; nothing was installed.</source>
      <translation>自检失败：在该图像对上模型达到 {0} dB，而有云图像本身为 {1} dB。要么图像对不合适（波段、DN、日期），要么权重不合适；未安装任何内容。</translation>
    </message>
    <message>
      <source>The shift was corrected.</source>
      <translation>已校正偏移。</translation>
    </message>
    <message>
      <source>The size '{0}' is not known; choose {1}.</source>
      <translation>未知的大小“{0}”；请选择 {1}。</translation>
    </message>
    <message>
      <source>The steps need the plugin Processing of QGIS; switch it on and start QGIS again.</source>
      <translation>这些步骤需要 QGIS 的 Processing 插件；请启用它并重新启动 QGIS。</translation>
    </message>
    <message>
      <source>The sun cannot stand at azimuth {0} and elevation {1}; give degrees, 0 to 360 clockwise from north and more than 0 to 90 above the horizon.</source>
      <translation>太阳不可能位于方位角 {0}、高度角 {1}；请以度给出：从北顺时针 0 至 360，地平线以上大于 0 至 90。</translation>
    </message>
    <message>
      <source>The system refused: {0}{1}.</source>
      <translation>系统拒绝：{0}{1}。</translation>
    </message>
    <message>
      <source>The table {0} cannot be read: {1}.</source>
      <translation>表格 {0} 无法读取：{1}。</translation>
    </message>
    <message>
      <source>The table {0} cannot be written: {1}.</source>
      <translation>表格 {0} 无法写入：{1}。</translation>
    </message>
    <message>
      <source>The test needs all three rasters: cloudy, radar and clear; or none.</source>
      <translation>测试需要同时提供有云、雷达和无云三个栅格，或者一个也不提供。</translation>
    </message>
    <message>
      <source>The tile {0} is not a multiple of {1}, which the network needs.</source>
      <translation>瓦片 {0} 不是 {1} 的倍数，而网络需要如此。</translation>
    </message>
    <message>
      <source>The training ends at this step at the latest.</source>
      <translation>训练最迟在此步结束。</translation>
    </message>
    <message>
      <source>The training file {0} holds no bands of Sentinel-2 with VV, VH; remove it.</source>
      <translation>训练文件 {0} 中没有带 VV、VH 的 Sentinel-2 波段；请移除。</translation>
    </message>
    <message>
      <source>The training is {0} after {1} steps; making the model</source>
      <translation>训练{0}，共 {1} 步；正在生成模型</translation>
    </message>
    <message>
      <source>The training was {}</source>
      <translation>训练已中止：{}</translation>
    </message>
    <message>
      <source>The value {0} fills what holds no data.</source>
      <translation>数值 {0} 用于填充无数据处。</translation>
    </message>
    <message>
      <source>The values are reflectance (0 to about 1); they are multiplied by 10000.</source>
      <translation>数值为反射率（0 至约 1）；乘以 10000。</translation>
    </message>
    <message>
      <source>The values of {0} (0 to {1}) seem to be decibels scaled to another range; give sigma0 in dB or as power, or state the units with Prepare Sentinel-1.</source>
      <translation>{0} 的数值（0 到 {1}）似乎是缩放到其他范围的分贝；请提供以 dB 或功率表示的 sigma0，或在“准备 Sentinel-1”中注明单位。</translation>
    </message>
    <message>
      <source>The values of {0} (median {1}) are digital numbers or amplitudes, no calibrated backscatter; calibrate the scene to sigma0 first (SNAP with the graph {2}).</source>
      <translation>{0} 的数值（中位数 {1}）是数字值或幅度，而非定标后的后向散射；请先将场景定标为 sigma0（SNAP，使用流程图 {2}）。</translation>
    </message>
    <message>
      <source>The values of {0} (median {1}) are no backscatter in dB, which lies between -60 and 10; if they are dB x 100, state the scale in the file: gdal_edit.py -scale 0.01 &lt;file&gt;.</source>
      <translation>{0} 的数值（中位数 {1}）不是以 dB 表示的后向散射（应在 -60 与 10 之间）；若为 dB x 100，请在文件中注明比例：gdal_edit.py -scale 0.01 &lt;file&gt;。</translation>
    </message>
    <message>
      <source>The values of {0} (median {1}, {2} % negative) could be {3}; state the units with Prepare Sentinel-1.</source>
      <translation>{0} 的数值（中位数 {1}，{2} % 为负）可能是 {3}；请用“准备 Sentinel-1”注明单位。</translation>
    </message>
    <message>
      <source>The values of {0} are whole numbers up to {1}, neither DN nor reflectance; export the bands as DN (reflectance x 10000) or as 32-bit reflectance.</source>
      <translation>{0} 的数值是最大为 {1} 的整数，既非 DN 也非反射率；请将波段导出为 DN（反射率 x 10000）或 32 位反射率。</translation>
    </message>
    <message>
      <source>The values of {0} look like reflectance (up to {1}), and digital numbers (reflectance x 10000) are expected; multiply by 10000, or store the band scale with the file.</source>
      <translation>{0} 的数值像是反射率（最大 {1}），而需要的是数字值（反射率 x 10000）；请乘以 10000，或将波段比例存入文件。</translation>
    </message>
    <message>
      <source>The values of {0} reach {1} DN only, and land is brighter somewhere in every scene: they seem to be scaled (reflectance x 1000, radiance); export DN (reflectance x 10000).</source>
      <translation>{0} 的数值最高只到 {1} DN，而任何场景中总有陆地比这更亮：数值似乎经过缩放（反射率 x 1000、辐亮度）；请导出 DN（反射率 x 10000）。</translation>
    </message>
    <message>
      <source>The values of {0} reach {1} only: no DN (reflectance x 10000) and no reflectance 0 to 1, as if they were percent; export one of these.</source>
      <translation>{0} 的数值只到 {1}：既不是 DN（反射率 x 10000）也不是 0 到 1 的反射率，似乎是百分比；请导出其中一种。</translation>
    </message>
    <message>
      <source>The values of {0} would be {1} dB in VV and {2} dB in VH, more than any ground scatters: they seem to be scaled, or other logarithms; give sigma0 in dB or as power.</source>
      <translation>{0} 的数值相当于 VV {1} dB、VH {2} dB，超过任何地面的散射：数值似乎经过缩放，或是其他对数；请提供以 dB 或功率表示的 sigma0。</translation>
    </message>
    <message>
      <source>The values {0} of the mask {1} mean one thing as {2} and another as {3}, KappaMask, class codes or a scene classification; name its coding ({4}).</source>
      <translation>掩膜 {1} 的值 {0} 作为 {2} 是一种含义，作为 {3}、KappaMask、类别代码或场景分类又是另一种；请指明其编码（{4}）。</translation>
    </message>
    <message>
      <source>The virtual raster {0} is made of too many others; save it as a GeoTIFF first.</source>
      <translation>虚拟栅格 {0} 由过多的其他栅格组成；请先保存为 GeoTIFF。</translation>
    </message>
    <message>
      <source>The virtual raster {0} takes pixels from a server ({1} is {2}); save it as a GeoTIFF first.</source>
      <translation>虚拟栅格 {0} 从服务器获取像素（{1} 为 {2}）；请先保存为 GeoTIFF。</translation>
    </message>
    <message>
      <source>The virtual raster {0} takes pixels from a server ({1}); save it as a GeoTIFF first.</source>
      <translation>虚拟栅格 {0} 从服务器获取像素（{1}）；请先保存为 GeoTIFF。</translation>
    </message>
    <message>
      <source>The weights {0} are not a file.</source>
      <translation>权重 {0} 不是文件。</translation>
    </message>
    <message>
      <source>The weights {0} are not those their card describes (SHA-256 differs); install the model again.</source>
      <translation>权重 {0} 与其卡片所述不符（SHA-256 不同）；请重新安装模型。</translation>
    </message>
    <message>
      <source>The weights {0} do not fit the network {1} that their card describes.</source>
      <translation>权重 {0} 与其卡片所述的网络 {1} 不符。</translation>
    </message>
    <message>
      <source>The {0} and the prediction have different sizes ({1} and {2}), and {3} has no coordinate reference system; set it with: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</source>
      <translation>{0} 与预测大小不同（{1} 与 {2}），且 {3} 没有坐标参考系；请用以下命令设置：gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;。</translation>
    </message>
    <message>
      <source>The {0} {1} ({2}) does not lie on the prediction's grid ({3}); ask for resampling, which costs sharpness, or warp it yourself.</source>
      <translation>影像 {1}（{0}；{2}）不在预测结果的网格（{3}）上；请选择重采样（会损失清晰度），或自行变换。</translation>
    </message>
    <message>
      <source>The {0} {1} does not overlap the prediction; choose images of the same place.</source>
      <translation>影像 {1}（{0}）与预测结果不重叠；请选择同一地点的影像。</translation>
    </message>
    <message>
      <source>There are {0} references and {1} {2} for them; give one for each reference, in the same order, or none.</source>
      <translation>有 {0} 个参考，却有 {1} 个与之对应的 {2}；请按相同顺序为每个参考提供一个，或都不提供。</translation>
    </message>
    <message>
      <source>There are {:.1f} GB free in {}, and {:.1f} GB are needed; make room and try again.</source>
      <translation>可用空间仅 {:.1f} GB（位于 {}），需要 {:.1f} GB；请腾出空间后重试。</translation>
    </message>
    <message>
      <source>There are {} other dates and {} masks of them; give one for each date, in the same order, or none.</source>
      <translation>有 {} 个其他日期和 {} 个对应的掩膜；请按相同顺序为每个日期各提供一个，或都不提供。</translation>
    </message>
    <message>
      <source>There are {} other dates and {} radar rasters of them; give one for each date, in the same order, or none.</source>
      <translation>共有 {} 个其他日期和 {} 个对应的雷达栅格；请按相同顺序为每个日期各给一个，或都不给。</translation>
    </message>
    <message>
      <source>There is already a model '{0}' in {1}; choose another name or delete its folder.</source>
      <translation>已有模型“{0}”（位于 {1}）；请另取名称或删除其文件夹。</translation>
    </message>
    <message>
      <source>There is no build of the package for this Python.</source>
      <translation>该软件包没有适用于此 Python 的版本。</translation>
    </message>
    <message>
      <source>There is no catalogue '{0}'; choose {1}.</source>
      <translation>没有目录“{0}”；请选择 {1}。</translation>
    </message>
    <message>
      <source>There is no cloud detector '{0}'; choose {1}.</source>
      <translation>没有云检测器 '{0}'；请选择 {1}。</translation>
    </message>
    <message>
      <source>There is no mask coding '{0}'; choose {1}.</source>
      <translation>没有掩膜编码“{0}”；请选择 {1}。</translation>
    </message>
    <message>
      <source>There is no model '{0}'; installed models: {1}.</source>
      <translation>没有模型 '{0}'；已安装的模型：{1}。</translation>
    </message>
    <message>
      <source>There is no model to measure with.</source>
      <translation>没有可用于测试的模型。</translation>
    </message>
    <message>
      <source>There is no protocol '{0}'; choose {1}.</source>
      <translation>没有协议“{0}”；请选择 {1}。</translation>
    </message>
    <message>
      <source>There is no resampling '{0}'; choose {1}.</source>
      <translation>没有重采样方法“{0}”；请选择 {1}。</translation>
    </message>
    <message>
      <source>There is no space left on the disk; make room and try again.</source>
      <translation>磁盘空间不足；请腾出空间后重试。</translation>
    </message>
    <message>
      <source>There is no way from {0} to {1}; set the CRS that the file was made in.</source>
      <translation>无法从 {0} 转换到 {1}；请设置制作该文件时的坐标参考系。</translation>
    </message>
    <message>
      <source>There is not enough memory for this work; close other programs, take a smaller part of the scene, or set UNVEIL_THREADS to fewer threads.</source>
      <translation>内存不足，无法完成此工作；请关闭其他程序，选取场景中较小的部分，或将 UNVEIL_THREADS 设为更少的线程。</translation>
    </message>
    <message>
      <source>Thin cloud ({0}) was seen through on {1} % of what was restored: the ground there is the scene's own, without the cloud.</source>
      <translation>在恢复部分的 {1} % 上透过薄云（{0}）看到了地面：那里是该景自身去云后的地面。</translation>
    </message>
    <message>
      <source>Thin cloud is told from ground by its colour, which takes B2, B4 and one of B8, B8A, B11 and B12; {0} has {1}.</source>
      <translation>薄云靠颜色与地面区分，需要 B2、B4 以及 B8、B8A、B11、B12 之一；{0} 有 {1}。</translation>
    </message>
    <message>
      <source>Thin cloud{0} was taken off {1} % of the scene; {2} % lies below cloud that lets no ground be seen and stays as it is.</source>
      <translation>已从该景的 {1} % 去除薄云{0}；{2} % 位于看不到地面的云下，保持原样。</translation>
    </message>
    <message>
      <source>This GRD is placed by its control points, which is no terrain correction: in hills radar and optical pixels lie up to hundreds of metres apart, and thermal noise is still in. For use beyond flat land run the graph {0} in SNAP first.</source>
      <translation>该 GRD 按控制点定位，这不是地形校正：山区雷达与光学像素可相距数百米，且仍含热噪声。若用于非平坦地区，请先在 SNAP 中运行流程图 {0}。</translation>
    </message>
    <message>
      <source>This Python has no pip; install it (python3-pip on Linux, OSGeo4W setup on Windows).</source>
      <translation>此 Python 没有 pip；请安装（Linux 上为 python3-pip，Windows 上用 OSGeo4W 安装程序）。</translation>
    </message>
    <message>
      <source>This needs PyTorch and ONNX, which this Python does not have; install the packages torch, onnx and onnxruntime for it (Settings &gt; Options &gt; Unveil, or pip) and start again.</source>
      <translation>这需要 PyTorch 和 ONNX，而此 Python 没有；请为其安装 torch、onnx 和 onnxruntime 软件包（设置 &gt; 选项 &gt; Unveil，或用 pip），然后重新开始。</translation>
    </message>
    <message>
      <source>This needs {0}, which this Python does not have; install it (in QGIS: Settings &gt; Options &gt; Unveil; elsewhere: pip install {1}) and start again.</source>
      <translation>这需要 {0}，而此 Python 中没有；请安装它（在 QGIS 中：设置 &gt; 选项 &gt; Unveil；其他情况：pip install {1}）后重新开始。</translation>
    </message>
    <message>
      <source>Three steps on one scene: Mask clouds finds the clouds and shadows, Remove clouds replaces them, and Evaluate a result sets the cloud-free raster beside a clear reference of the same place. Open it in the model designer to see how the steps hang together, and save it under another name to change them. Without a reference use Remove clouds alone. Time and memory are those of Remove clouds, whose log says what they will be.</source>
      <translation>对一景影像的三个步骤：生成云掩膜找出云和阴影，去云将其替换，评价结果将去云栅格与同一地点的无云参考影像对照。在模型设计器中打开可查看各步骤如何衔接，另存为其他名称即可修改。没有参考影像时请单独使用去云。时间和内存与去云相同，其日志会给出预计值。</translation>
    </message>
    <message>
      <source>Tiled, with overviews, to be read in parts over a network.</source>
      <translation>分块并带金字塔，可通过网络部分读取。</translation>
    </message>
    <message>
      <source>Tiles copied</source>
      <translation>复制的切片数</translation>
    </message>
    <message>
      <source>Tiles predicted</source>
      <translation>预测的切片数</translation>
    </message>
    <message>
      <source>To cut the rest away, Unveil must know the part: choose an extent or polygons to restore within.</source>
      <translation>要裁去其余部分，Unveil 必须知道所需部分：请选择范围或多边形。</translation>
    </message>
    <message>
      <source>Too little clear ground can be held out to measure on, so the model {0} stays.</source>
      <translation>可留出用于测量的晴空地面太少，因此仍用模型 {0}。</translation>
    </message>
    <message>
      <source>Too little of the scene is clear to try the model {0} on it.</source>
      <translation>场景中晴空部分太少，无法试验模型 {0}。</translation>
    </message>
    <message>
      <source>Train model</source>
      <translation>训练模型</translation>
    </message>
    <message>
      <source>Trained on {}</source>
      <translation>训练数据：{}</translation>
    </message>
    <message>
      <source>Trains one of the four networks on your own scenes.</source>
      <translation>用您自己的影像训练四种神经网络之一。</translation>
    </message>
    <message>
      <source>Try it</source>
      <translation>试一试</translation>
    </message>
    <message>
      <source>Two radar files were given and one of them has several bands; give one file for each polarisation.</source>
      <translation>给出了两个雷达文件，其中一个有多个波段；请每种极化提供一个文件。</translation>
    </message>
    <message>
      <source>Two rasters: Sentinel-2 with its bands on a 10 m grid, and Sentinel-1 with VV and VH in dB.</source>
      <translation>两个栅格：波段位于 10 m 网格上的 Sentinel-2，以及以 dB 表示 VV 和 VH 的 Sentinel-1。</translation>
    </message>
    <message>
      <source>Units</source>
      <translation>单位</translation>
    </message>
    <message>
      <source>Units of the input</source>
      <translation>输入的单位</translation>
    </message>
    <message>
      <source>Unveil</source>
      <translation>Unveil</translation>
    </message>
    <message>
      <source>Unveil knows no build of these packages for Python {}.{}; update Unveil.</source>
      <translation>Unveil 不知道这些软件包适用于 Python {}.{} 的版本；请更新 Unveil。</translation>
    </message>
    <message>
      <source>Unveil restores the ground below clouds of a Sentinel-2 scene with the help of Sentinel-1 radar.</source>
      <translation>Unveil 借助 Sentinel-1 雷达恢复 Sentinel-2 影像中云下的地面。</translation>
    </message>
    <message>
      <source>Unveil: remove clouds step by step</source>
      <translation>Unveil：逐步去云</translation>
    </message>
    <message>
      <source>Used for</source>
      <translation>用途</translation>
    </message>
    <message>
      <source>User guide</source>
      <translation>用户指南</translation>
    </message>
    <message>
      <source>VH (or VV), if the first file holds the other one only.</source>
      <translation>VH（或 VV），用于第一个文件只含另一种极化的情形。</translation>
    </message>
    <message>
      <source>VH is stronger than VV nearly everywhere in {0}: the two seem to be swapped; see to the order of its bands.</source>
      <translation>在 {0} 中 VH 几乎处处强于 VV：两者似乎颠倒了；请检查其波段顺序。</translation>
    </message>
    <message>
      <source>VV and VH in dB on the grid of the Sentinel-2 raster; NaN = no data.</source>
      <translation>Sentinel-2 栅格网格上的 VV 和 VH，单位 dB；NaN = 无数据。</translation>
    </message>
    <message>
      <source>VV and VH of {0} differ in sign, as in different units; store both as sigma0 in dB.</source>
      <translation>{0} 的 VV 与 VH 符号不同，似乎单位不一；请都保存为以 dB 表示的 sigma0。</translation>
    </message>
    <message>
      <source>VV and VH of {0} hold the same values; give both polarisations (1SDV).</source>
      <translation>{0} 的 VV 与 VH 数值相同；请提供两种极化（1SDV）。</translation>
    </message>
    <message>
      <source>VV and VH, terrain-corrected sigma0 in dB, of a date near the optical one; any grid that overlaps.</source>
      <translation>VV 和 VH，经地形校正的 sigma0，单位 dB，日期与光学影像相近；网格不限，有重叠即可。</translation>
    </message>
    <message>
      <source>VV and VH, terrain-corrected sigma0 in dB, of a date near the optical one; any grid that overlaps. Left empty, what thick cloud hides is drawn from the clear ground around alone.</source>
      <translation>VV 和 VH，经地形校正的 sigma0，单位 dB，日期与光学影像相近；网格不限，有重叠即可。留空时，厚云遮挡之处仅由周围的晴朗地面绘出。</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>版本</translation>
    </message>
    <message>
      <source>What its values mean. auto tells it by values and names, and asks where they fit more than one coding.</source>
      <translation>其数值的含义。auto 根据数值和名称判断，若符合多种编码则会询问。</translation>
    </message>
    <message>
      <source>What looks wrong with the mask</source>
      <translation>掩膜可能存在的问题</translation>
    </message>
    <message>
      <source>What makes the mask where none is given; Mask clouds explains them.</source>
      <translation>未提供掩膜时用于生成掩膜的检测器；说明见“生成云掩膜”。</translation>
    </message>
    <message>
      <source>What the file holds; for a SAFE product, what it is calibrated to. auto: what names in the file say, else sigma0. The models were trained on sigma0.</source>
      <translation>文件中存储的类型；对于 SAFE 产品，则为定标的目标类型。auto：依据文件中的名称，否则为 sigma0。模型是用 sigma0 训练的。</translation>
    </message>
    <message>
      <source>What the mask calls clear differs from other dates by more than ground does: haze, shadow or cloud lies on it, and nothing is learnt from it. The other dates are taken as they are.</source>
      <translation>掩膜标为晴空之处与其他日期的差异超出地面本身的变化：其上有霾、阴影或云，因此不从中学习。其他日期按其原样使用。</translation>
    </message>
    <message>
      <source>What the mask marks as cloud is darker than what it leaves as clear ground: it may be inverted (1 for clear), or of another coding; name its coding if so.</source>
      <translation>掩膜标为云的部分比其留作晴空地面的部分更暗：它可能是反的（1 为晴空），或使用另一种编码；如是，请指明其编码。</translation>
    </message>
    <message>
      <source>What the network itself takes for clear, 0 to 1; models of IB-HFN only. Every tile is predicted.</source>
      <translation>神经网络自身判定的晴空程度，0 到 1；仅限 IB-HFN 模型。所有切片都会进行预测。</translation>
    </message>
    <message>
      <source>What the result was made of; its own scores stand beside the result's as “do nothing”.</source>
      <translation>生成结果所用的输入；其自身的评分以“do nothing”（不做处理）列在结果评分旁。</translation>
    </message>
    <message>
      <source>Where cloud, thin or thick, lies. Left empty, the mask detector makes one.</source>
      <translation>云（薄云或厚云）所在之处。留空时由掩膜检测器生成。</translation>
    </message>
    <message>
      <source>Where each pixel comes from: observed, restored, below what, from what.</source>
      <translation>每个像元的来源：观测、恢复、位于何种遮挡之下、由何而来。</translation>
    </message>
    <message>
      <source>Where grids differ: bilinear, the mask by nearest neighbour. It smooths, which changes scores.</source>
      <translation>用于网格不同的情形：双线性重采样，掩膜采用最邻近法。重采样有平滑作用，会改变评分。</translation>
    </message>
    <message>
      <source>Where the scene goes.</source>
      <translation>影像的存放位置。</translation>
    </message>
    <message>
      <source>Whether an adapted model was installed</source>
      <translation>是否安装了适配后的模型</translation>
    </message>
    <message>
      <source>Which of the four networks is trained.</source>
      <translation>选择训练四种神经网络中的哪一种。</translation>
    </message>
    <message>
      <source>Width of the transition round clouds (metres)</source>
      <translation>云周围过渡带的宽度（米）</translation>
    </message>
    <message>
      <source>With weights in half precision the model is only within {0} dB of itself, less than the {1} asked for; it was not written.</source>
      <translation>以半精度权重，模型与其自身只相差到 {0} dB，低于要求的 {1}；未写出。</translation>
    </message>
    <message>
      <source>Write cloud-optimised GeoTIFFs</source>
      <translation>写出云优化 GeoTIFF</translation>
    </message>
    <message>
      <source>Your own data</source>
      <translation>您自己的数据</translation>
    </message>
    <message>
      <source>a network for cloud and shadow; L1C and L2A; needs the package ukis-csmask</source>
      <translation>识别云和阴影的网络；L1C 和 L2A；需要软件包 ukis-csmask</translation>
    </message>
    <message>
      <source>a network of Unveil for cloud, thin cloud and shadow; L1C and L2A</source>
      <translation>Unveil 的网络，识别云、薄云和阴影；L1C 和 L2A</translation>
    </message>
    <message>
      <source>a network of the CloudSEN12 project for cloud, thin cloud and shadow; L1C and L2A; needs the package sentle</source>
      <translation>CloudSEN12 项目的网络，识别云、薄云和阴影；L1C 和 L2A；需要软件包 sentle</translation>
    </message>
    <message>
      <source>above and below</source>
      <translation>上下</translation>
    </message>
    <message>
      <source>auto takes the NVIDIA GPU where PyTorch finds one.</source>
      <translation>auto 在 PyTorch 能找到 NVIDIA GPU 时使用该 GPU。</translation>
    </message>
    <message>
      <source>auto takes the best device that really works.</source>
      <translation>auto 选用真正可用的最佳设备。</translation>
    </message>
    <message>
      <source>auto takes the best device that really works; the log says which one ran.</source>
      <translation>auto 采用实际可用的最佳设备；日志会说明运行的是哪一个。</translation>
    </message>
    <message>
      <source>auto takes the best device that really works; the page says which one ran.</source>
      <translation>auto 采用实际可用的最佳设备；网页会说明运行的是哪一个。</translation>
    </message>
    <message>
      <source>auto: by metadata, file name and bands (without B10 it is L2A).</source>
      <translation>auto：依据元数据、文件名和波段判断（没有 B10 即为 L2A）。</translation>
    </message>
    <message>
      <source>auto: told by the values, and said in the log.</source>
      <translation>auto：由数值判断，并写入日志。</translation>
    </message>
    <message>
      <source>auto: what suits the raster, unveil where it can. unveil: a network of our own for cloud, thin cloud and shadow (L1C and L2A). spectral: thresholds on reflectance with shadow (L1C). spectral-attention: its variant pixel by pixel (L1C). s2cloudless: boosted trees, haze included (L1C, package s2cloudless). csmask: a network for cloud and shadow (L1C and L2A, package ukis-csmask). cloudsen12: a network for cloud, thin cloud and shadow (L1C and L2A, package sentle). scl: the classification that L2A carries.</source>
      <translation>auto：适合该栅格的方法，能用时为 unveil。unveil：自有网络，检测云、薄云和阴影（L1C 和 L2A）。spectral：反射率阈值，含阴影（L1C）。spectral-attention：其逐像元变体（L1C）。s2cloudless：提升树，包括霾（L1C，需 s2cloudless 包）。csmask：检测云和阴影的网络（L1C 和 L2A，需 ukis-csmask 包）。cloudsen12：检测云、薄云和阴影的网络（L1C 和 L2A，需 sentle 包）。scl：L2A 自带的分类。</translation>
    </message>
    <message>
      <source>auto: what the metadata say, and a refusal where there are none and the values look as if +1000 were still in. 1000 or none: for files without metadata whose history you know.</source>
      <translation>auto：以元数据为准；若没有元数据且数值看起来仍含 +1000，则拒绝处理。1000 或 none：用于没有元数据、但您了解其处理历史的文件。</translation>
    </message>
    <message>
      <source>boosted trees on ten bands, haze included, no shadow; L1C; needs the package s2cloudless</source>
      <translation>基于十个波段的提升树，含霾，不含阴影；L1C；需要软件包 s2cloudless</translation>
    </message>
    <message>
      <source>cirrus</source>
      <translation>卷云</translation>
    </message>
    <message>
      <source>clear</source>
      <translation>晴空</translation>
    </message>
    <message>
      <source>cloud</source>
      <translation>云</translation>
    </message>
    <message>
      <source>cloud and shadow detector</source>
      <translation>云和阴影检测器</translation>
    </message>
    <message>
      <source>cloud detector</source>
      <translation>云检测器</translation>
    </message>
    <message>
      <source>cloud detector CloudSEN12</source>
      <translation>CloudSEN12 云检测器</translation>
    </message>
    <message>
      <source>cloud shadow</source>
      <translation>云影</translation>
    </message>
    <message>
      <source>compact trains on a processor in an hour; the paper's sizes need a GPU and days.</source>
      <translation>compact 在 CPU 上一小时即可训练完成；论文中的规模需要 GPU 和数天时间。</translation>
    </message>
    <message>
      <source>copy: the result is the whole scene. cut: it ends with the extent or the polygons' bounding rectangle.</source>
      <translation>copy：结果为整景影像。cut：结果止于该范围或多边形的外接矩形。</translation>
    </message>
    <message>
      <source>cubic: smooth; nearest: values stay exactly those of the product.</source>
      <translation>cubic：平滑；nearest：数值与产品完全一致。</translation>
    </message>
    <message>
      <source>exports networks</source>
      <translation>导出网络</translation>
    </message>
    <message>
      <source>full: all valid pixels. glf-cr: the middle 128 pixels with the SSIM of GLF-CR's code. uncrtaints: the whole patch with the SSIM of UnCRtainTS's code.</source>
      <translation>full：所有有效像素。glf-cr：中央 128 个像素，采用 GLF-CR 代码的 SSIM。uncrtaints：整个图块，采用 UnCRtainTS 代码的 SSIM。</translation>
    </message>
    <message>
      <source>hardly any ground is clear in both</source>
      <translation>几乎没有在两者中都无云的地面</translation>
    </message>
    <message>
      <source>haze</source>
      <translation>霾</translation>
    </message>
    <message>
      <source>haze of large droplets</source>
      <translation>大液滴的霾</translation>
    </message>
    <message>
      <source>it said nothing</source>
      <translation>没有输出任何信息</translation>
    </message>
    <message>
      <source>left and right</source>
      <translation>左右</translation>
    </message>
    <message>
      <source>no ground is clear in both</source>
      <translation>没有在两者中都无云的地面</translation>
    </message>
    <message>
      <source>not installed</source>
      <translation>未安装</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>无</translation>
    </message>
    <message>
      <source>only the network uses the radar</source>
      <translation>只有网络使用雷达</translation>
    </message>
    <message>
      <source>pip failed: {}</source>
      <translation>pip 运行失败：{}</translation>
    </message>
    <message>
      <source>runs networks on GPUs of Windows and on the CPU</source>
      <translation>在 Windows 的 GPU 和 CPU 上运行网络</translation>
    </message>
    <message>
      <source>runs networks on an NVIDIA GPU and on the CPU</source>
      <translation>在 NVIDIA GPU 和 CPU 上运行网络</translation>
    </message>
    <message>
      <source>runs networks on the CPU</source>
      <translation>在 CPU 上运行网络</translation>
    </message>
    <message>
      <source>runs networks on the CPU, in bfloat16 where it can</source>
      <translation>在 CPU 上运行网络，可行时使用 bfloat16</translation>
    </message>
    <message>
      <source>speed here not measured yet</source>
      <translation>此处速度尚未测量</translation>
    </message>
    <message>
      <source>stopped at step {0}; the checkpoint is in {1}, the same training carries on from it, and no model was installed.</source>
      <translation>停在第 {0} 步；检查点位于 {1}，同样的训练会从那里继续，未安装任何模型。</translation>
    </message>
    <message>
      <source>stopped while its samples were made ready; no model was installed.</source>
      <translation>在准备样本时停止；未安装任何模型。</translation>
    </message>
    <message>
      <source>the default growth</source>
      <translation>默认外扩</translation>
    </message>
    <message>
      <source>the default model</source>
      <translation>默认模型</translation>
    </message>
    <message>
      <source>the radar is not used</source>
      <translation>不使用雷达</translation>
    </message>
    <message>
      <source>the same thresholds pixel by pixel, no shadow (Bui and Le 2025, equations 13 to 16); L1C</source>
      <translation>相同阈值逐像素判断，不含阴影（Bui 和 Le，2025，式 13 至 16）；L1C</translation>
    </message>
    <message>
      <source>the scene classification that L2A products carry; reads the band SCL</source>
      <translation>L2A 产品自带的场景分类；读取波段 SCL</translation>
    </message>
    <message>
      <source>thin cloud</source>
      <translation>薄云</translation>
    </message>
    <message>
      <source>thresholds on reflectance, with shadow (Meraner et al. 2020); L1C</source>
      <translation>反射率阈值，含阴影（Meraner 等，2020）；L1C</translation>
    </message>
    <message>
      <source>trains, adapts and imports networks</source>
      <translation>训练、适配和导入网络</translation>
    </message>
    <message>
      <source>where requirements.txt holds, each with its hashes: {}</source>
      <translation>其中 requirements.txt 包含以下各项及其哈希值：{}</translation>
    </message>
    <message>
      <source>{0} % of what the mask holds looks like the clear ground of the scene and stays as it is.</source>
      <translation>掩膜所含部分的 {0} % 与该景的晴空地面相似，保持原样。</translation>
    </message>
    <message>
      <source>{0} % of what was restored has no radar; there the result is a guess.</source>
      <translation>恢复部分中有 {0} % 没有雷达；那里的结果只是推测。</translation>
    </message>
    <message>
      <source>{0} ({1}), recipe {2}: {3} scenes of {4} places, {5} held out; {6}, {7}</source>
      <translation>{0}（{1}），方案 {2}：{3} 个场景，{4} 个地点，留出 {5} 个；{6}，{7}</translation>
    </message>
    <message>
      <source>{0} and {1} do not lie on one grid.</source>
      <translation>{0} 和 {1} 不在同一网格上。</translation>
    </message>
    <message>
      <source>{0} band names were given for the {1} bands of {2}.</source>
      <translation>给出了 {0} 个波段名称，而波段有 {1} 个（{2}）。</translation>
    </message>
    <message>
      <source>{0} better than no network; it is used.</source>
      <translation>{0}优于不用网络；予以采用。</translation>
    </message>
    <message>
      <source>{0} cannot be read: {1}.</source>
      <translation>{0} 无法读取：{1}。</translation>
    </message>
    <message>
      <source>{0} describes its network with settings that make no sense.</source>
      <translation>{0} 以无意义的设置描述其网络。</translation>
    </message>
    <message>
      <source>{0} does not exist; give a SAFE folder, its zip, its MTD xml, or a raster.</source>
      <translation>{0} 不存在；请给出 SAFE 文件夹、其 zip、其 MTD xml 或栅格。</translation>
    </message>
    <message>
      <source>{0} does not exist; give a radar raster with VV and VH, or a Sentinel-1 SAFE product.</source>
      <translation>{0} 不存在；请给出含 VV 和 VH 的雷达栅格，或 Sentinel-1 SAFE 产品。</translation>
    </message>
    <message>
      <source>{0} does not lie on the result's grid; give the one of the same run.</source>
      <translation>{0} 不在结果的网格上；请提供同一次运行的文件。</translation>
    </message>
    <message>
      <source>{0} does not sign {1}; {2}.</source>
      <translation>{0} 不为 {1} 签名；{2}。</translation>
    </message>
    <message>
      <source>{0} files have no checksum that can be checked ({1}, ...): a damaged JPEG 2000 file decodes without an error.</source>
      <translation>{0} 个文件没有可核对的校验和（{1}, ...）：损坏的 JPEG 2000 文件解码时不会报错。</translation>
    </message>
    <message>
      <source>{0} gives no item collection.</source>
      <translation>{0} 未给出条目集合。</translation>
    </message>
    <message>
      <source>{0} ha of clear ground (of 10 m pixels), {1} blocks held out</source>
      <translation>{0} 公顷晴空地面（10 米像素），留出 {1} 个区块</translation>
    </message>
    <message>
      <source>{0} has a CRS ({1}) of another body than the Earth.</source>
      <translation>{0} 的坐标参考系（{1}）属于地球以外的天体。</translation>
    </message>
    <message>
      <source>{0} has a CRS ({1}) that is no place on Earth; set the one that it was made in.</source>
      <translation>{0} 的坐标参考系（{1}）不对应地球上的任何地点；请设置制作时所用的坐标参考系。</translation>
    </message>
    <message>
      <source>{0} has more parts than a network has; it is not loaded.</source>
      <translation>{0} 的部件多于任何网络；不予加载。</translation>
    </message>
    <message>
      <source>{0} has more than one band named {1}; rename or remove one.</source>
      <translation>{0} 有多个名为 {1} 的波段；请重命名或移除一个。</translation>
    </message>
    <message>
      <source>{0} has no CRS that can be read; set its CRS anew.</source>
      <translation>{0} 没有可读的坐标参考系；请重新设置。</translation>
    </message>
    <message>
      <source>{0} has no Sentinel-2 scene there within {1} days of {2}; widen the days or move the extent.</source>
      <translation>{0} 在那里没有相距 {1} 天以内（{2}）的 Sentinel-2 场景；请放宽天数或移动范围。</translation>
    </message>
    <message>
      <source>{0} has no bands of its own; choose one of its subdatasets (drag the file into QGIS to see them).</source>
      <translation>{0} 本身没有波段；请选择它的一个子数据集（将文件拖入 QGIS 即可看到）。</translation>
    </message>
    <message>
      <source>{0} has no coordinate reference system; set it with: gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;.</source>
      <translation>{0} 没有坐标参考系；请用以下命令设置：gdal_edit.py -a_srs EPSG:&lt;code&gt; &lt;file&gt;。</translation>
    </message>
    <message>
      <source>{0} has no radar with VV and VH there within {1} days.</source>
      <translation>{0} 在那里没有相距 {1} 天以内且带 VV 和 VH 的雷达。</translation>
    </message>
    <message>
      <source>{0} has no standard error of {1}; give that of the run.</source>
      <translation>{0} 没有 {1} 的标准误差；请提供该次运行的文件。</translation>
    </message>
    <message>
      <source>{0} has no terrain-corrected radar; choose another catalogue for it, or prepare a radar product with unveil:preparesentinel1.</source>
      <translation>{0} 没有经地形校正的雷达；请为其选择其他目录，或用 unveil:preparesentinel1 准备雷达产品。</translation>
    </message>
    <message>
      <source>{0} has no valid pixel.</source>
      <translation>{0} 没有有效像素。</translation>
    </message>
    <message>
      <source>{0} has the same value everywhere.</source>
      <translation>{0} 处处为同一数值。</translation>
    </message>
    <message>
      <source>{0} has {1} x {2} pixels, and patches of up to {3} million can be benchmarked; cut it into patches, or use evaluate for whole scenes.</source>
      <translation>{0} 有 {1} x {2} 像素，而基准测试的图块最多 {3} 百万；请切成图块，或对整景使用 evaluate。</translation>
    </message>
    <message>
      <source>{0} has {1} x {2} pixels; {3} a side are needed.</source>
      <translation>{0} 有 {1} x {2} 像素；每边须有 {3}。</translation>
    </message>
    <message>
      <source>{0} holds 8-bit values, a picture rather than a measurement; export the bands as 16-bit DN or 32-bit reflectance.</source>
      <translation>{0} 含有 8 位数值，是图片而非测量值；请将波段导出为 16 位 DN 或 32 位反射率。</translation>
    </message>
    <message>
      <source>{0} holds beta0 by name, and networks need sigma0; calibrate the scene to sigma0.</source>
      <translation>{0} 按名称为 beta0，而网络需要 sigma0；请将场景定标为 sigma0。</translation>
    </message>
    <message>
      <source>{0} holds more than one file for {1} ({2} and {3}); give a folder with one scene.</source>
      <translation>{0} 中 {1} 有多个文件（{2} 和 {3}）；请提供只含一个场景的文件夹。</translation>
    </message>
    <message>
      <source>{0} holds more than {1} files; give the folder of one product.</source>
      <translation>{0} 含有超过 {1} 个文件；请提供单个产品的文件夹。</translation>
    </message>
    <message>
      <source>{0} holds no files named after Sentinel-2 bands (..._B02.jp2, B02.tif); give a SAFE folder, its zip, its MTD xml, a folder of band files, or one raster with named bands.</source>
      <translation>{0} 中没有以 Sentinel-2 波段命名的文件（..._B02.jp2、B02.tif）；请给出 SAFE 文件夹、其 zip、其 MTD xml、波段文件的文件夹，或波段已命名的栅格。</translation>
    </message>
    <message>
      <source>{0} holds no files named after Sentinel-2 bands (..._B02.jp2, B02.tif); rename them so.</source>
      <translation>{0} 中没有以 Sentinel-2 波段命名的文件（..._B02.jp2, B02.tif）；请如此命名。</translation>
    </message>
    <message>
      <source>{0} holds no measurement anywhere and is left out.</source>
      <translation>{0} 处处没有测量值，不予使用。</translation>
    </message>
    <message>
      <source>{0} holds no quality bits (uint16); give what Remove clouds wrote.</source>
      <translation>{0} 不是质量位（uint16）；请提供“去除云”写出的文件。</translation>
    </message>
    <message>
      <source>{0} holds no scene classification (SCL); only L2A products do.</source>
      <translation>{0} 不含场景分类（SCL）；只有 L2A 产品才有。</translation>
    </message>
    <message>
      <source>{0} holds no scene classification; choose the product's SCL.</source>
      <translation>{0} 没有场景分类；请选择产品的 SCL。</translation>
    </message>
    <message>
      <source>{0} holds surface reflectance twice, with and without the correction of slopes (_FRE_ and _SRE_); keep the files of one of them in the folder.</source>
      <translation>{0} 含有两份地表反射率，即有无坡度校正（_FRE_ 与 _SRE_）；请在文件夹中只保留其中一份的文件。</translation>
    </message>
    <message>
      <source>{0} holds {1} and nothing else, as cloud masks do; choose the Sentinel-2 scene, or name the band SCL if it is a scene classification.</source>
      <translation>{0} 只含有 {1}，与云掩膜相同；请选择 Sentinel-2 场景；如果它是场景分类，请将波段命名为 SCL。</translation>
    </message>
    <message>
      <source>{0} holds {1} dates in each variable; write one date to a file of its own.</source>
      <translation>{0} 的每个变量含有 {1} 个日期；请将一个日期单独写成文件。</translation>
    </message>
    <message>
      <source>{0} holds {1} files named after {2}, and one is needed; give a folder with one file for VV and one for VH, a raster with both, or a SAFE product.</source>
      <translation>{0} 中有 {1} 个以 {2} 命名的文件，而需要一个；请提供含 VV 和 VH 各一个文件的文件夹、同时含两者的栅格，或 SAFE 产品。</translation>
    </message>
    <message>
      <source>{0} holds {1} granules (tiles); give the folder of one of them, such as GRANULE/{2}.</source>
      <translation>{0} 含有 {1} 个分块（瓦片）；请提供其中一个的文件夹，例如 GRANULE/{2}。</translation>
    </message>
    <message>
      <source>{0} holds {1} only, and networks need VV and VH; choose a dual-polarised scene (1SDV).</source>
      <translation>{0} 只含 {1}，而网络需要 VV 和 VH；请选择双极化场景（1SDV）。</translation>
    </message>
    <message>
      <source>{0} images, {1} methods, protocol {2}: {3}</source>
      <translation>{0} 幅图像，{1} 种方法，协议 {2}：{3}</translation>
    </message>
    <message>
      <source>{0} is '{1}'; set it to a number of threads from 1 to 1024, or to none.</source>
      <translation>{0} 为“{1}”；请设为 1 至 1024 的线程数，或不设。</translation>
    </message>
    <message>
      <source>{0} is '{1}'; set it to gigabytes, such as 4, or to none.</source>
      <translation>{0} 为“{1}”；请以 GB 设置，例如 4，或不设。</translation>
    </message>
    <message>
      <source>{0} is a cloud mask already; choose the Sentinel-2 scene, or give the mask to Remove clouds.</source>
      <translation>{0} 已经是云掩膜；请选择 Sentinel-2 场景，或将该掩膜交给“去云”。</translation>
    </message>
    <message>
      <source>{0} is a radar product and no raster; bring it to the optical raster's grid first: unveil prepare-s1, or Prepare Sentinel-1 in the toolbox.</source>
      <translation>{0} 是雷达产品而非栅格；请先将其转到光学栅格的网格上：unveil prepare-s1，或工具箱中的“准备 Sentinel-1”。</translation>
    </message>
    <message>
      <source>{0} is no ONNX file, or damaged.</source>
      <translation>{0} 不是 ONNX 文件，或已损坏。</translation>
    </message>
    <message>
      <source>{0} is no ONNX file: it has no graph.</source>
      <translation>{0} 不是 ONNX 文件：其中没有图。</translation>
    </message>
    <message>
      <source>{0} is no STAC catalogue.</source>
      <translation>{0} 不是 STAC 目录。</translation>
    </message>
    <message>
      <source>{0} is no STAC item.</source>
      <translation>{0} 不是 STAC 条目。</translation>
    </message>
    <message>
      <source>{0} is no address that can be asked ({1}).</source>
      <translation>{0} 不是可以查询的地址（{1}）。</translation>
    </message>
    <message>
      <source>{0} is no ground range product (GRD); take a GRD product of the scene, or calibrate and terrain-correct it with SNAP ({1}).</source>
      <translation>{0} 不是地距产品（GRD）；请取该场景的 GRD 产品，或用 SNAP（{1}）定标并做地形校正。</translation>
    </message>
    <message>
      <source>{0} is no product metadata of Sentinel-2 L1C or L2A (no PROCESSING_LEVEL); choose MTD_MSIL1C.xml or MTD_MSIL2A.xml in the SAFE folder.</source>
      <translation>{0} 不是 Sentinel-2 L1C 或 L2A 的产品元数据（没有 PROCESSING_LEVEL）；请选择 SAFE 文件夹中的 MTD_MSIL1C.xml 或 MTD_MSIL2A.xml。</translation>
    </message>
    <message>
      <source>{0} is not a regular file; copy what it gives to a file first.</source>
      <translation>{0} 不是普通文件；请先将其内容复制到文件中。</translation>
    </message>
    <message>
      <source>{0} is not known as metadata of a Sentinel-2 product; choose MTD_MSIL1C.xml or MTD_MSIL2A.xml.</source>
      <translation>{0} 不是已知的 Sentinel-2 产品元数据；请选择 MTD_MSIL1C.xml 或 MTD_MSIL2A.xml。</translation>
    </message>
    <message>
      <source>{0} is not the table of a benchmark of this version; choose another name.</source>
      <translation>{0} 不是此版本基准测试的表格；请另取名称。</translation>
    </message>
    <message>
      <source>{0} is scored on {1} bands and {2} on {3}, which are no scores for one table; give results of the same bands.</source>
      <translation>{0} 按 {1} 个波段评分，{2} 按 {3} 个波段评分，不能列入同一张表；请给出波段相同的结果。</translation>
    </message>
    <message>
      <source>{0} keeps weights in another file, which its SHA-256 does not cover; store them in it.</source>
      <translation>{0} 将权重存于另一文件，其 SHA-256 未涵盖；请存于该文件内。</translation>
    </message>
    <message>
      <source>{0} lacks the calibration of a polarisation (annotation/calibration); download it again.</source>
      <translation>{0} 缺少一种极化的定标（annotation/calibration）；请重新下载。</translation>
    </message>
    <message>
      <source>{0} lacks {1}; a benchmark needs the 13 bands of L1C.</source>
      <translation>{0} 缺少 {1}；基准测试需要 L1C 的 13 个波段。</translation>
    </message>
    <message>
      <source>{0} lies without the bands that SNAP wrote with it: copy the whole folder {1} (files .img and .hdr) beside it.</source>
      <translation>{0} 旁边没有 SNAP 一同写出的波段：请将整个文件夹 {1}（.img 和 .hdr 文件）复制到其旁。</translation>
    </message>
    <message>
      <source>{0} of the optical raster holds no measurement anywhere and counts as missing.</source>
      <translation>光学栅格的 {0} 全无测量值，按缺失波段处理。</translation>
    </message>
    <message>
      <source>{0} of the radar raster {1} has no valid pixel.</source>
      <translation>{0}（雷达栅格 {1}）没有有效像素。</translation>
    </message>
    <message>
      <source>{0} of {1} cannot be read: {2}.</source>
      <translation>{0}（{1}）无法读取：{2}。</translation>
    </message>
    <message>
      <source>{0} of {1} clouds are drawn</source>
      <translation>已绘制 {1} 朵云中的 {0} 朵</translation>
    </message>
    <message>
      <source>{0} of {1} holds up to {2} DN, a reflectance of {3} that no ground has, though the product says how its values are coded: its file seems to be damaged; download the product again.</source>
      <translation>{0}（{1}）的数值高达 {2} DN，即反射率 {3}，任何地面都没有，而产品已说明其数值的编码：其文件似乎已损坏；请重新下载产品。</translation>
    </message>
    <message>
      <source>{0} of {1} holds up to {2} DN, a reflectance of {3} that no ground has: the values seem to be stretched (0 to 65535); export DN (reflectance x 10000) or 32-bit reflectance.</source>
      <translation>{1} 的 {0} 高达 {2} DN，即反射率 {3}，没有地物能达到：数值似乎被拉伸过（0 到 65535）；请导出 DN（反射率 x 10000）或 32 位反射率。</translation>
    </message>
    <message>
      <source>{0} of {1} holds values up to {2} that wrapped below zero: something, probably the offset of 1000, was subtracted as {3}; subtract it again as int16 or float and set what is below 1 to 1.</source>
      <translation>{0}（{1}）含有高达 {2} 的数值，它们从零以下回绕：某个量（可能是偏移 1000）以 {3} 类型被减去；请以 int16 或 float 重新相减，并将低于 1 的置为 1。</translation>
    </message>
    <message>
      <source>{0} of {1} is as dark ({2} DN) as only B10 is over ground, and B10 is not: the bands seem to have one another's names; name them anew.</source>
      <translation>{1} 的 {0} 像地面上只有 B10 那样暗（{2} DN），而 B10 并不暗：波段名称似乎互换了；请重新命名。</translation>
    </message>
    <message>
      <source>{0} of {1} lies below zero for much of the ground ({2} % of it below {3} DN): an offset seems to be subtracted twice; see to the scale and offset that the file states.</source>
      <translation>{0}（{1}）在大部分地面上低于零（{2} % 低于 {3} DN）：偏移似乎被减了两次；请检查文件给出的比例和偏移。</translation>
    </message>
    <message>
      <source>{0} of {1} pixels, overlap {2}: {3} to predict, {4} to copy{5}{6}.</source>
      <translation>{0}，每块 {1} 像素，重叠 {2}：{3} 块待预测，{4} 块待复制{5}{6}。</translation>
    </message>
    <message>
      <source>{0} patches are left out in all.</source>
      <translation>共有 {0} 个图块未使用。</translation>
    </message>
    <message>
      <source>{0} pixels of border noise were left out.</source>
      <translation>已去除 {0} 个边缘噪声像素。</translation>
    </message>
    <message>
      <source>{0} refers to a compiled network outside itself (EPContext); give the network itself.</source>
      <translation>{0} 指向其外部的已编译网络（EPContext）；请提供网络本身。</translation>
    </message>
    <message>
      <source>{0} refuses access to {1} ({2}): it needs an account or a key.</source>
      <translation>{0} 拒绝访问 {1}（{2}）：需要账户或密钥。</translation>
    </message>
    <message>
      <source>{0} rows hold no scores; the column error of {1} says why.</source>
      <translation>{0} 行没有评分；{1} 的 error 列说明了原因。</translation>
    </message>
    <message>
      <source>{0} tile</source>
      <translation>{0} 个图块</translation>
    </message>
    <message>
      <source>{0} tiles</source>
      <translation>{0} 个图块</translation>
    </message>
    <message>
      <source>{0} training patches in a row cannot be used, the last one {1}; {2} says why.</source>
      <translation>连续 {0} 个训练图块无法使用，最后一个为 {1}；{2} 说明了原因。</translation>
    </message>
    <message>
      <source>{0} triplets lack a file and are left out: {1}.</source>
      <translation>{0} 个三元组缺少文件，不予使用：{1}。</translation>
    </message>
    <message>
      <source>{0} worse than no network, so the ground is restored without one.</source>
      <translation>{0}差于不用网络，因此不用网络恢复地面。</translation>
    </message>
    <message>
      <source>{0} worse than no network; it is used, for it shows more detail.</source>
      <translation>{0}差于不用网络；仍予采用，因其细节更多。</translation>
    </message>
    <message>
      <source>{0} would be faster, but only within {1} dB of float32; it is not used.</source>
      <translation>{0} 更快，但与 float32 的一致程度只有 {1} dB；因此不使用。</translation>
    </message>
    <message>
      <source>{0} {1} GB, more than any checkpoint of a network that Unveil knows.</source>
      <translation>{0} {1} GB，超过 Unveil 所知任何网络的检查点。</translation>
    </message>
    <message>
      <source>{0} {1} GB, too much for the {2} GB of memory at hand.</source>
      <translation>{0} {1} GB，超出可用的 {2} GB 内存。</translation>
    </message>
    <message>
      <source>{0}, {1}{2}: {3} bands ({4}).</source>
      <translation>{0}，{1}{2}：{3} 个波段（{4}）。</translation>
    </message>
    <message>
      <source>{0}: that is no sure gain, so the model {1} stays.</source>
      <translation>{0}：这不是确定的提升，因此仍用模型 {1}。</translation>
    </message>
    <message>
      <source>{0}: the adapted model is installed as '{1}'.</source>
      <translation>{0}：适配后的模型已安装为“{1}”。</translation>
    </message>
    <message>
      <source>{0}: the model stays out where they show the ground.</source>
      <translation>{0}：在其显示地面之处不使用模型。</translation>
    </message>
    <message>
      <source>{0}: the other dates are not used.</source>
      <translation>{0}：不使用其他日期。</translation>
    </message>
    <message>
      <source>{0}; adding to the dates the model is off by {1} DN: it does.</source>
      <translation>{0}；加入模型后误差为 {1} DN：予以采用。</translation>
    </message>
    <message>
      <source>{0}; {1} % of them beside the model by {2} DN: both are used.</source>
      <translation>{0}；其中 {1} % 与模型混合时误差为 {2} DN：两者都用。</translation>
    </message>
    <message>
      <source>{:.2f} % cloud, {:.2f} % shadow of the valid pixels.</source>
      <translation>有效像素中云占 {:.2f} %，云影占 {:.2f} %。</translation>
    </message>
    <message>
      <source>{} are installed together, and the one that came last hides the devices of the other; choose one below and install it again.</source>
      <translation>{} 被同时安装，后安装的会使另一个的设备不可用；请在下方选择一个并重新安装。</translation>
    </message>
    <message>
      <source>{} is a product and no layer: prepare it first with Prepare Sentinel-2 or Prepare Sentinel-1.</source>
      <translation>{} 是产品而非图层：请先用“准备 Sentinel-2”或“准备 Sentinel-1”处理。</translation>
    </message>
    <message>
      <source>{} is no raster and no layer of polygons that can be read: {}</source>
      <translation>{} 不是可读取的栅格或多边形图层：{}</translation>
    </message>
    <message>
      <source>{} is no raster that can be read: {}</source>
      <translation>{} 不是可读取的栅格：{}</translation>
    </message>
    <message>
      <source>{} of {} places</source>
      <translation>{}，{} 个地点</translation>
    </message>
    <message>
      <source>{} prepared</source>
      <translation>{}（已准备）</translation>
    </message>
    <message>
      <source>{} s a tile here</source>
      <translation>此处每图块 {} 秒</translation>
    </message>
    <message>
      <source>{} without thin cloud</source>
      <translation>{}（已去除薄云）</translation>
    </message>
    <message>
      <source>{}, a few seconds left</source>
      <translation>{}，还剩几秒</translation>
    </message>
    <message>
      <source>{}, about {} hours left</source>
      <translation>{}，大约还剩 {} 小时</translation>
    </message>
    <message>
      <source>{}, about {} minutes left</source>
      <translation>{}，大约还剩 {} 分钟</translation>
    </message>
    <message>
      <source>{}, about {} s left</source>
      <translation>{}，大约还剩 {} 秒</translation>
    </message>
    <message>
      <source>{}: a tile of {} x {} pixels through {} took {:.2f} s</source>
      <translation>{}：一个切片（{} x {} 像素）经 {} 处理用时 {:.2f} 秒</translation>
    </message>
  </context>
</TS>
