/** Turns a drawn chart into an SVG that stands alone: colours and fonts resolved, with its title, zone and ground. */

/** Properties by which style sheets change how SVG looks. */
const resolved = [
	...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap'],
	...['opacity', 'font-size', 'font-weight', 'text-anchor', 'paint-order', 'visibility', 'display'],
] as const;

/** Wherever the file is opened, Inter may be missing. */
const fonts = "Inter, 'Segoe UI', Helvetica, Arial, sans-serif";
const namespace = 'http://www.w3.org/2000/svg';
const margin = 16;
const headHeight = 52;

export interface StandAloneSvg {
	readonly text: string;
	readonly width: number;
	readonly height: number;
}

function copyStyles(from: Element, to: Element): void {
	const style = getComputedStyle(from);
	for (const name of resolved) {
		const value = style.getPropertyValue(name);
		if (value !== '') to.setAttribute(name, plainColour(value));
	}
	for (const name of ['class', 'style', 'tabindex', 'data-active']) to.removeAttribute(name);
	const children = [...to.children];
	[...from.children].forEach((child, index) => {
		const twin = children[index];
		if (twin !== undefined) copyStyles(child, twin);
	});
}

/** Programs that draw SVG know `rgb()`, not `oklch()`. */
function plainColour(value: string): string {
	if (!/^(oklch|oklab|lab|lch|color)\(/.test(value)) return value;
	const canvas = document.createElement('canvas');
	canvas.width = 1;
	canvas.height = 1;
	const pen = canvas.getContext('2d');
	if (pen === null) return value;
	pen.fillStyle = value;
	pen.fillRect(0, 0, 1, 1);
	const [red = 0, green = 0, blue = 0, alpha = 255] = pen.getImageData(0, 0, 1, 1).data;
	return alpha === 255
		? `rgb(${red}, ${green}, ${blue})`
		: `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
}

function words(text: string, y: number, size: number, weight: number, fill: string): SVGTextElement {
	const element = document.createElementNS(namespace, 'text');
	const attributes = { x: margin, y, 'font-size': size, 'font-weight': weight, fill };
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
	element.textContent = text;
	return element;
}

function colourAt(element: Element, property: string): string {
	const probe = document.createElement('span');
	probe.style.color = `var(${property})`;
	element.append(probe);
	const { color } = getComputedStyle(probe);
	probe.remove();
	return plainColour(color);
}

/** `svg` must be on screen: what style sheets make of it is asked of the browser. */
export function standAloneSvg(svg: SVGSVGElement, title: string, under: string): StandAloneSvg {
	const box = svg.getBoundingClientRect();
	const width = Math.ceil(box.width) + 2 * margin;
	const height = Math.ceil(box.height) + headHeight + margin;
	const inner = svg.cloneNode(true);
	if (!(inner instanceof SVGSVGElement)) return { text: '', width, height };
	copyStyles(svg, inner);
	inner.setAttribute('x', String(margin));
	inner.setAttribute('y', String(headHeight));
	inner.setAttribute('width', String(Math.ceil(box.width)));
	inner.setAttribute('height', String(Math.ceil(box.height)));
	const outer = document.createElementNS(namespace, 'svg');
	outer.setAttribute('xmlns', namespace);
	outer.setAttribute('width', String(width));
	outer.setAttribute('height', String(height));
	outer.setAttribute('viewBox', `0 0 ${width} ${height}`);
	outer.setAttribute('font-family', fonts);
	const place = svg.parentElement ?? document.body;
	const ground = document.createElementNS(namespace, 'rect');
	ground.setAttribute('width', '100%');
	ground.setAttribute('height', '100%');
	ground.setAttribute('fill', colourAt(place, '--panel'));
	outer.append(
		ground,
		words(title, 24, 14, 620, colourAt(place, '--ink')),
		words(under, 42, 11, 400, colourAt(place, '--ink-2')),
		inner,
	);
	return { text: new XMLSerializer().serializeToString(outer), width, height };
}
