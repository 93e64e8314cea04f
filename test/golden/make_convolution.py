"""Writes convolution.json: convolution and pooling with their gradients. Channels come last in everything written."""
import torch
import torch.nn.functional as F

from golden import numbers, write


def last(x):
    """Images as height x width x channels; filters likewise."""
    return numbers(x.permute(0, 2, 3, 1).contiguous())


def case(rows, height, width, channels, filters, kernel, stride, padding):
    torch.manual_seed(height)
    x = torch.randn(rows, channels, height, width, requires_grad=True)
    w = torch.randn(filters, channels, kernel, kernel, requires_grad=True)
    bias = torch.randn(filters)
    out = F.conv2d(x, w, bias, stride=stride, padding=padding)
    dy = torch.randn(out.shape)
    out.backward(dy)
    result = {
        "rows": rows, "height": height, "width": width, "inChannels": channels, "outChannels": filters, "kernel": kernel,
        "stride": stride, "padding": padding, "outHeight": out.shape[2], "outWidth": out.shape[3],
        "x": last(x), "w": last(w), "bias": numbers(bias), "dy": last(dy), "out": last(out), "dx": last(x.grad),
        "dw": last(w.grad),
    }
    pooled = dy[:, :1].expand(-1, channels, -1, -1) * (1 + torch.arange(channels).reshape(1, -1, 1, 1))
    result["poolDy"] = last(pooled)
    for name, pool in (("max", F.max_pool2d), ("average", F.avg_pool2d)):
        if 2 * padding > kernel:
            continue
        # Few values, so that there are ties.
        z = x.detach().mul(2).round().requires_grad_()
        y = pool(z, kernel, stride=stride, padding=padding)
        y.backward(pooled)
        result[name] = {"x": last(z), "out": last(y), "dx": last(z.grad)}
    return result


write("convolution.json", {"cases": [case(2, 5, 6, 3, 4, 3, 1, 1), case(2, 7, 7, 5, 2, 3, 2, 1), case(1, 6, 4, 2, 3, 2, 2, 0)]})
