"""The command line `unveil`."""

from unveil.models.blas_kernels import name_kernels

# NumPy is loaded by what is imported after this.
name_kernels()
