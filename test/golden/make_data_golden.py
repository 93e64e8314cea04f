"""Writes arrays.json and images.json: files made by NumPy and Pillow, and what those read from them; and whitening.json.

    python3 -m pip install numpy pillow
    python3 test/golden/make_data_golden.py

Interlaced PNG and 16-bit colour PNG, which Pillow does not write, are put together here; Pillow reads the former, and the
pixels of the latter are those that went in (Pillow would cut them to 8 bits).
"""
import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent
RNG = np.random.default_rng(1)


def text(data):
    return base64.b64encode(data).decode()


def arrays():
    cases = []

    def add(name, array, version=None):
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, array, version=version)
        if array.dtype.kind in "US":
            values = [x.decode() if isinstance(x, bytes) else str(x) for x in array.ravel()]
        else:
            values = [x.item() for x in array.ravel().astype(np.float64)]
        cases.append({"name": name, "file": text(buffer.getvalue()), "shape": list(array.shape), "values": values})

    for code in ["b1", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]:
        for order in "<>":
            if code in ("b1", "u1", "i1") and order == ">":
                continue
            dtype = np.dtype(order + code)
            if dtype.kind == "f":
                array = RNG.normal(size=(3, 2, 4)).astype(dtype)
            elif dtype.kind == "b":
                array = RNG.integers(0, 2, size=(3, 2, 4)).astype(dtype)
            else:
                info = np.iinfo(dtype)
                # 64-bit integers that a double holds exactly.
                low, high = max(info.min, -(2**53)), min(int(info.max), 2**53)
                array = RNG.integers(low, high, size=(3, 2, 4), dtype=np.int64, endpoint=True).astype(dtype)
            add(order + code, array)
            add(order + code + " column-major", np.asfortranarray(array))
    add("half special", np.array([0.0, -0.0, 6e-8, 6.1e-5, 65504.0, -1.5], dtype="<f2"))
    add("version 2", RNG.normal(size=(4, 2)), (2, 0))
    add("version 3", RNG.normal(size=(4, 2)), (3, 0))
    add("one axis", np.arange(5, dtype="<i4"))
    add("single value", np.array(3.5))
    add("text", np.array(["cat", "dög", ""]))
    add("big-endian text", np.array(["cat", "dög", ""]).astype(">U3"))
    add("byte text", np.array([b"cat", b"horse"]))

    x = RNG.integers(0, 256, size=(6, 4, 5), dtype=np.uint8)
    y = np.array([0, 1, 2, 0, 1, 2])
    archives = []
    for name, save in [("stored", np.savez), ("deflated", np.savez_compressed)]:
        buffer = io.BytesIO()
        save(buffer, x_train=x[:4], y_train=y[:4], x_test=x[4:], y_test=y[4:])
        archives.append({"name": name, "file": text(buffer.getvalue())})
    return {"arrays": cases, "archives": archives, "x": x.ravel().tolist(), "y": y.tolist()}


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(pixels, interlaced):
    """A PNG of height x width x channels, uint8 or big-endian uint16, without filters."""
    height, width, channels = pixels.shape
    depth = 8 * pixels.dtype.itemsize
    kind = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    raw = b""
    for left, top, across, down in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        part = pixels[top::down, left::across]
        if part.size > 0:
            raw += b"".join(b"\0" + line.tobytes() for line in part)

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def smooth(height, width, channels):
    y, x = np.mgrid[0:height, 0:width]
    planes = [127 + 100 * np.sin(x / (5 + c) + y / (7 - c) + c) for c in range(channels)]
    return np.stack(planes, axis=-1).round().astype(np.uint8)


def images():
    cases = []

    def add(name, data, pixels, tolerance=0):
        pixels = np.atleast_3d(pixels)
        height, width, channels = pixels.shape
        largest = 65535 if pixels.dtype.itemsize == 2 else 255
        cases.append({
            "name": name, "file": text(data), "width": width, "height": height, "channels": channels, "max": largest,
            "pixels": text(pixels.astype("<u2" if largest > 255 else "u1").tobytes()), "tolerance": tolerance,
        })

    def saved(image, form, **options):
        buffer = io.BytesIO()
        image.save(buffer, form, **options)
        return buffer.getvalue()

    def read(data, mode):
        return np.asarray(Image.open(io.BytesIO(data)).convert(mode))

    noise = RNG.integers(0, 256, size=(11, 13, 4), dtype=np.uint8)
    grey, rgb = Image.fromarray(noise[..., 0]), Image.fromarray(noise[..., :3])
    for name, image, mode in [("grey PNG", grey, "L"), ("colour PNG", rgb, "RGB")]:
        data = saved(image, "PNG")
        add(name, data, read(data, mode))
    # A smooth image makes the encoder use every filter.
    data = saved(Image.fromarray(smooth(40, 33, 3)), "PNG", optimize=True)
    add("filtered PNG", data, read(data, "RGB"))
    data = saved(Image.fromarray(noise), "PNG")
    add("PNG with alpha", data, read(data, "RGBA")[..., :3])
    data = saved(Image.fromarray(noise[..., :2], "LA"), "PNG")
    add("grey PNG with alpha", data, read(data, "LA")[..., :1])
    for colors in [2, 4, 16, 200]:
        data = saved(rgb.quantize(colors), "PNG", bits={2: 1, 4: 2, 16: 4, 200: 8}[colors])
        add(f"palette PNG of {colors} colours", data, read(data, "RGB"))
    data = saved(grey.convert("1"), "PNG")
    add("black and white PNG", data, read(data, "L"))
    deep = RNG.integers(0, 65536, size=(5, 7, 3), dtype=np.uint16)
    data = saved(Image.fromarray(deep[..., 0]), "PNG")
    add("16-bit grey PNG", data, np.asarray(Image.open(io.BytesIO(data))).astype(np.uint16))
    add("16-bit colour PNG", png(deep.astype(">u2"), False), deep)
    for height, width in [(11, 13), (1, 1), (3, 2), (9, 5)]:
        data = png(np.ascontiguousarray(noise[:height, :width, :3]), True)
        add(f"interlaced PNG {width} x {height}", data, read(data, "RGB"))
    data = png(np.ascontiguousarray(noise[..., :1]), True)
    add("interlaced grey PNG", data, read(data, "L"))

    # Where colours are stored at half the size, Pillow smooths them and our decoder does not.
    picture = Image.fromarray(smooth(40, 37, 3))
    for name, options, tolerance in [
        ("JPEG", {"subsampling": 0}, 3),
        ("progressive JPEG", {"subsampling": 0, "progressive": True}, 3),
        ("JPEG with halved colours", {"subsampling": 2}, 32),
        ("progressive JPEG with halved colours", {"subsampling": 2, "progressive": True}, 32),
    ]:
        data = saved(picture, "JPEG", quality=95, **options)
        add(name, data, read(data, "RGB"), tolerance)
    data = saved(picture.convert("L"), "JPEG", quality=95)
    add("grey JPEG", data, read(data, "L"), 3)

    data = saved(grey, "PPM")
    add("PGM", data, read(data, "L"))
    data = saved(rgb, "PPM")
    add("PPM", data, read(data, "RGB"))
    add("PGM as text", b"P2\n# comment\n3 2\n255\n0 1 2\n253 254 255\n", np.array([[0, 1, 2], [253, 254, 255]], np.uint8))

    half = np.asarray(Image.fromarray(smooth(40, 36, 3)).reduce(2))
    # Stretch by the new size, then average blocks of the old one: area averaging without fractions.
    big = smooth(5, 7, 1).astype(np.float64)[..., 0].repeat(3, axis=0).repeat(4, axis=1)
    area = big.reshape(3, 5, 4, 7).mean(axis=(1, 3))
    luma = np.asarray(rgb.convert("L"))
    return {
        "images": cases,
        "half": {"source": text(smooth(40, 36, 3).tobytes()), "result": text(half.tobytes())},
        "area": {"source": smooth(5, 7, 1).ravel().tolist(), "result": area.ravel().tolist()},
        "luma": {"source": text(noise[..., :3].tobytes()), "result": text(luma.tobytes())},
    }


def whitening():
    """Covariance, eigenvalues and whitened inputs by numpy.linalg.eigh; more features than directions that vary."""
    cases = []
    for rows, columns, rank, eps in [(30, 5, 5, 0.0), (200, 12, 12, 1e-3), (9, 6, 3, 1e-2), (40, 30, 30, 1e-3)]:
        x = (RNG.normal(size=(rows, rank)) @ RNG.normal(size=(rank, columns)) + 3).astype(np.float32).astype(np.float64)
        centred = x - x.mean(axis=0)
        values, vectors = np.linalg.eigh(centred.T @ centred / rows)
        values, vectors = values[::-1], vectors[:, ::-1]
        vectors = vectors * np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(columns)])
        scaled = vectors / np.sqrt(np.maximum(values, 0) + eps)
        cases.append({
            "rows": rows, "columns": columns, "eps": eps, "x": x.ravel().tolist(), "eigenvalues": values.tolist(),
            "vectors": vectors.T.ravel().tolist(), "covariance": (centred.T @ centred / rows).ravel().tolist(),
            "zca": (centred @ scaled @ vectors.T).ravel().tolist(),
        })
    return {"cases": cases}


for name, make in [("arrays", arrays), ("images", images), ("whitening", whitening)]:
    (HERE / f"{name}.json").write_text(json.dumps(make(), separators=(",", ":")) + "\n")
