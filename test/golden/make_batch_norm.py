"""Writes batch-norm.json: training twice, gradients, inference."""
import torch
import torch.nn as nn

from golden import numbers, write


def batch_norm():
    """Training twice (running statistics move twice), gradients of the second pass, then inference."""
    cases = []
    for rows, channels, eps, momentum, affine in [
        (5, 3, 1e-5, 0.1, True), (2, 4, 1e-3, 0.3, True), (60, 7, 1e-5, 0.1, True), (6, 2, 1e-5, 0.9, False),
    ]:
        torch.manual_seed(rows)
        layer = nn.BatchNorm1d(channels, eps=eps, momentum=momentum, affine=affine)
        if affine:
            nn.init.normal_(layer.weight)
            nn.init.normal_(layer.bias)
        x1 = torch.randn(rows, channels) * 3 + 2
        x2 = (torch.randn(rows, channels) * 0.5 - 1).requires_grad_()
        dy = torch.randn(rows, channels)
        layer(x1)
        y = layer(x2)
        y.backward(dy)
        layer.eval()
        cases.append({
            "rows": rows, "channels": channels, "eps": eps, "momentum": momentum,
            "gamma": numbers(layer.weight) if affine else None, "beta": numbers(layer.bias) if affine else None,
            "x1": numbers(x1), "x2": numbers(x2), "dy": numbers(dy), "y": numbers(y), "dx": numbers(x2.grad),
            "dgamma": numbers(layer.weight.grad) if affine else None,
            "dbeta": numbers(layer.bias.grad) if affine else None,
            "runningMean": numbers(layer.running_mean), "runningVariance": numbers(layer.running_var),
            "inference": numbers(layer(x1)),
        })
    write("batch-norm.json", {"cases": cases})


batch_norm()
