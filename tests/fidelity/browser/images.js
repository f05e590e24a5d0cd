// Images are loaded before anything is drawn; one that doesn't load is not in the map, and is not drawn.

export async function loadImages(sources) {
  const loaded = await Promise.all([...new Set(sources)].map(loadImage));
  return new Map(loaded.filter(Boolean).map((image) => [image.source, image.element]));
}

function loadImage(source) {
  return new Promise((resolve) => {
    const element = new Image();
    element.onload = () => resolve({ source, element });
    element.onerror = () => resolve(null);
    element.src = source;
  });
}
