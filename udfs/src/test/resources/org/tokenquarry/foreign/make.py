"""Makes the files in the folders beside it: one matrix [3, 4], or what is none, in the formats of other programs.

Needs numpy, torch and safetensors. Usage: python3 make.py (in this folder)
"""

import zipfile

import numpy as np
import torch
from safetensors.torch import save_file

NPY, SAFETENSORS, TORCH, PICKLE = (
    f"{name}FuzzTestInputs/onlyTypedErrors/" for name in ("Npy", "Safetensors", "Torch", "Unpickler")
)

MATRIX = np.array(
    [[0.5, -1.0, 2.0, -0.0], [3.0, 0.25, -0.125, 1.5], [96.0, -7.0, 0.0, 1.0]], dtype=np.float32
)
TENSOR = torch.from_numpy(MATRIX)
WIDER = torch.zeros(5, 6)
WIDER[1:4, 2:6] = TENSOR


def npy(name, array, version=None):
    with open(f"{NPY}{name}.npy", "wb") as out:
        np.lib.format.write_array(out, array, version=version)


npy("half", MATRIX.astype("<f2"))
npy("single", MATRIX)
npy("double", MATRIX.astype("<f8"))
npy("version-2", MATRIX, (2, 0))
npy("version-3", MATRIX, (3, 0))
npy("fortran", np.asfortranarray(MATRIX))
npy("big-endian", MATRIX.astype(">f4"))
npy("whole-numbers", MATRIX.astype("<i8"))
npy("one-dimension", MATRIX[0])
npy("no-rows", MATRIX[:0])
npy("not-finite", np.where(MATRIX == 1.5, np.nan, MATRIX))

save_file({"codebook": TENSOR.half()}, SAFETENSORS + "half.safetensors", {"source": "make.py"})
save_file({"codebook": TENSOR.bfloat16()}, SAFETENSORS + "bfloat16.safetensors")
save_file({"any": TENSOR}, SAFETENSORS + "single.safetensors")
save_file({"other": TENSOR * 2, "prototypes": TENSOR, "scale": TENSOR[0].clone()}, SAFETENSORS + "several.safetensors")
save_file({"a": TENSOR * 2, "b": TENSOR.clone()}, SAFETENSORS + "unclear.safetensors")

torch.save(TENSOR.half(), TORCH + "half.pt")
torch.save(TENSOR.bfloat16(), TORCH + "bfloat16.pt")
torch.save(TENSOR, TORCH + "single.pt")
torch.save(TENSOR.double(), TORCH + "double.pt")
torch.save(TENSOR, TORCH + "protocol-4.pt", pickle_protocol=4)
torch.save(TENSOR.t().contiguous().t(), TORCH + "transposed.pt")
torch.save(WIDER[1:4, 2:6], TORCH + "slice.pt")
torch.save(torch.ones(1, 1).expand(1000, 1000), TORCH + "expanded.pt")
torch.save(TENSOR.long(), TORCH + "whole-numbers.pt")
torch.save(torch.nn.Parameter(TENSOR), TORCH + "parameter.pt")
torch.save({"prototypes": TENSOR}, TORCH + "dictionary.pt")
torch.save(TENSOR, TORCH + "legacy.pt", _use_new_zipfile_serialization=False)

for name in ("half", "slice", "protocol-4", "parameter", "dictionary", "whole-numbers"):
    with zipfile.ZipFile(f"{TORCH}{name}.pt") as archive, open(f"{PICKLE}{name}.pkl", "wb") as out:
        out.write(archive.read(f"{name}/data.pkl"))
