"""Two processes of one thread with averaged gradients: twice as fast here as one process of two threads."""
import os
import resource
import socket

import torch
import torch.distributed as dist
import torch.multiprocessing as mp


# One thread also for the BLAS library, which does not follow torch.set_num_threads; an allocator that keeps what it
# has, for handing large blocks back to the system at every step costs a fifth of the time; and a hash seed, which fixes the
# order in which TorchScript writes a module's constants, and so the bytes of the bundle.
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20), "MALLOC_TRIM_THRESHOLD_": str(4 << 30), "MALLOC_TOP_PAD_": str(64 << 20),
}


def launch(function, world, arguments):
    """Run `function(rank, world, *arguments)` in `world` processes and wait for all."""
    os.environ.update(ENVIRONMENT)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    mp.spawn(_enter, args=(world, port, function, arguments), nprocs=world, join=True)


def _enter(rank, world, port, function, arguments):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    torch.set_num_threads(1)
    dist.init_process_group("gloo", rank=rank, world_size=world)
    function(rank, world, *arguments)
    dist.barrier()
    dist.destroy_process_group()


def average_gradients(parameters, world):
    """Mean of the gradients over processes, in one message."""
    flat = torch.cat([(p.grad if p.grad is not None else torch.zeros_like(p)).flatten() for p in parameters])
    dist.all_reduce(flat)
    flat /= world
    start = 0
    for p in parameters:
        p.grad = flat[start:start + p.numel()].view_as(p)
        start += p.numel()


def cpu_seconds(world):
    """User and system time of all processes so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    total = torch.tensor([usage.ru_utime + usage.ru_stime])
    if world > 1:
        dist.all_reduce(total)
    return float(total)
