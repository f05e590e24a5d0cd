// A picture file's pixels.

/** Decoded at its own size. Rejects for what is no picture. */
export async function pixelsOf(file: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

export function blobOf(dataUrl: string): Blob {
  const bytes = Uint8Array.from(atob(dataUrl.split(",")[1] ?? ""), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: "image/png" });
}
