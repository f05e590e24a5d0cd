// Images are loaded before anything is drawn; one that doesn't load is not in the map, and is not drawn.
//
// Chromium keeps the scaled copies that it made of a picture, and makes smaller ones out of them. So that no
// board depends on those drawn before it, every time a picture is loaded its address is a new one.

let loads = 0;

export async function loadImages(sources) {
  const loaded = await Promise.all([...new Set(sources)].map(loadImage));
  return new Map(loaded.filter(Boolean).map((image) => [image.source, image.element]));
}

function loadImage(source) {
  // It died with the tab that made it; asking for it would only fill the console.
  if (source.startsWith("blob:")) return null;
  return new Promise((resolve) => {
    const element = new Image();
    element.onload = () => resolve({ source, element });
    element.onerror = () => resolve(null);
    element.src = source.startsWith("data:") ? `${source}#${(loads += 1)}` : source;
  });
}
