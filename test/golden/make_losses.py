"""Writes losses.json: every loss with the gradient of its input."""
import torch
import torch.nn.functional as F

from golden import numbers, write


def losses():
    torch.manual_seed(2)
    z = (torch.randn(7, 4) * 3).requires_grad_()
    labels = torch.tensor([0, 3, 1, 1, 2, 0, 3])
    entropy = F.cross_entropy(z, labels)
    entropy.backward()
    y = torch.randn(7, 4).requires_grad_()
    square = F.mse_loss(y, F.one_hot(labels, 4).double())
    square.backward()
    one_hot = F.one_hot(labels, 4).double()
    z2 = z.detach().clone().requires_grad_()
    smoothed = F.cross_entropy(z2, labels, label_smoothing=0.1)
    smoothed.backward()
    # Far logits too, where the naive formula overflows or loses everything.
    z3 = (z.detach() * 8).requires_grad_()
    binary = F.binary_cross_entropy_with_logits(z3, one_hot)
    binary.backward()
    y2 = (y.detach() * 2).requires_grad_()
    huber = F.huber_loss(y2, one_hot, delta=0.7)
    huber.backward()
    write("losses.json", {
        "rows": 7, "classes": 4, "labels": labels.tolist(),
        "crossEntropy": {"z": numbers(z), "loss": entropy.item(), "dz": numbers(z.grad)},
        "smoothed": {"epsilon": 0.1, "z": numbers(z2), "loss": smoothed.item(), "dz": numbers(z2.grad)},
        "binaryCrossEntropy": {"z": numbers(z3), "loss": binary.item(), "dz": numbers(z3.grad)},
        "huber": {"delta": 0.7, "y": numbers(y2), "loss": huber.item(), "dy": numbers(y2.grad)},
        "meanSquaredError": {"y": numbers(y), "loss": square.item(), "dy": numbers(y.grad)},
    })


losses()
