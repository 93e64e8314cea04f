/** Runs an ONNX model in onnxruntime (WebAssembly, one thread). */
import { env, InferenceSession, Tensor } from 'onnxruntime-web';

// No threads: workers of their own would outlive a test.
env.wasm.numThreads = 1;
env.logLevel = 'error';

/** Outputs for a batch of samples of that shape, row by row. */
export async function runOnnx(
  pieces: readonly Uint8Array[],
  x: ArrayLike<number>,
  shape: readonly number[],
): Promise<Float32Array> {
  const session = await InferenceSession.create(Buffer.concat(pieces));
  try {
    const rows = x.length / shape.reduce((a, b) => a * b, 1);
    const { output } = await session.run({ input: new Tensor('float32', Float32Array.from(x), [rows, ...shape]) });
    return output!.data as Float32Array;
  } finally {
    await session.release();
  }
}
