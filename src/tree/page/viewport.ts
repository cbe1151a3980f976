import { select } from 'd3-selection';
import { type ZoomTransform, zoom, zoomIdentity, zoomTransform } from 'd3-zoom';
import { BOX_HEIGHT, type Box, type Layout } from './layout.js';

const SMALLEST = 0.05;
const LARGEST = 3;
/** Below this the text of a box cannot be read. */
const READABLE = 0.85;
const MARGIN = 32;
/** Process edges bow out to the right. */
const RIGHT_MARGIN = 80;
const GLIDE_MS = 200;

/** Moves the picture under its window. */
export interface Viewport {
  zoomBy(factor: number): void;
  /** Shows the whole picture. */
  fit(): void;
  /** Shows the whole picture if it can be read then, else its first root at a size to read. */
  begin(): void;
  /** Brings a box into the window, with as little movement as possible. */
  reveal(box: Box): void;
  /** Must be called whenever the picture has changed. */
  setLayout(layout: Layout): void;
}

/** Lets the scene be dragged and zoomed with the mouse, with fingers, and by the functions of the viewport. */
export function createViewport(frame: SVGSVGElement, scene: SVGGElement): Viewport {
  let layout: Layout = { boxes: [], captions: [], width: 0, height: 0 };
  let gliding: ReturnType<typeof setTimeout> | undefined;
  const behavior = zoom<SVGSVGElement, unknown>()
    .scaleExtent([SMALLEST, LARGEST])
    .on('zoom', ({ transform }: { transform: ZoomTransform }) => {
      scene.style.transform = `translate(${transform.x}px, ${transform.y}px) scale(${transform.k})`;
    })
    .on('start end', ({ type, sourceEvent }: { type: string; sourceEvent: unknown }) => {
      if (sourceEvent) frame.classList.toggle('dragged', type === 'start');
    });
  const selection = select(frame);
  selection.call(behavior).on('dblclick.zoom', null);

  const glide = (move: () => void) => {
    clearTimeout(gliding);
    scene.classList.add('gliding');
    gliding = setTimeout(() => scene.classList.remove('gliding'), GLIDE_MS + 50);
    move();
  };
  const size = () => frame.getBoundingClientRect();
  const place = (scale: number, x: number, y: number) =>
    glide(() => selection.call(behavior.transform, zoomIdentity.translate(x, y).scale(scale)));
  const fittingScale = () => {
    const { width, height } = size();
    const scale = Math.min(
      (width - MARGIN - RIGHT_MARGIN) / layout.width,
      (height - 2 * MARGIN) / layout.height,
      1,
    );
    return Math.max(SMALLEST, Number.isFinite(scale) ? scale : 1);
  };
  const fit = () => {
    const { width, height } = size();
    const scale = fittingScale();
    place(scale, (width - layout.width * scale) / 2, (height - layout.height * scale) / 2);
  };

  return {
    fit,
    zoomBy: (factor) => glide(() => selection.call(behavior.scaleBy, factor)),
    begin: () => {
      const [root] = layout.boxes;
      const { height } = size();
      if (!root || fittingScale() >= READABLE) return fit();
      const middle = height / 2 - (root.y + BOX_HEIGHT / 2) * READABLE;
      place(READABLE, MARGIN, Math.min(MARGIN, middle));
    },
    reveal: (box) => {
      const { width, height } = size();
      const { k, x, y } = zoomTransform(frame);
      const scale = Math.max(k, READABLE);
      const left = box.x * scale + (scale === k ? x : width / 2 - (box.x + box.width / 2) * scale);
      const top = box.y * scale + (scale === k ? y : height / 2 - (box.y + BOX_HEIGHT / 2) * scale);
      const wantedLeft = within(left, MARGIN, width - RIGHT_MARGIN - box.width * scale);
      const wantedTop = within(top, MARGIN, height - MARGIN - BOX_HEIGHT * scale);
      if (scale === k && wantedLeft === left && wantedTop === top) return;
      place(scale, wantedLeft - box.x * scale, wantedTop - box.y * scale);
    },
    setLayout: (next) => {
      layout = next;
    },
  };
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
