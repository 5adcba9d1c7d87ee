import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { placeWindow } from '../../../shared/shell/window-placement.ts';
import { groundColour, windowOptions, windowSizes } from './window-options.ts';

const look = { placement: placeWindow(null, [], windowSizes.room), background: groundColour(false), zoom: 1.2 };

describe('a window', () => {
	test('never has what opens it to others', () => {
		const names = Object.keys(windowOptions('/p', false, look).webPreferences ?? {});
		expect(names).toContain('sandbox');
		for (const never of ['webSecurity', 'allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures']) {
			expect(names).not.toContain(never);
		}
	});

	test.each([true, false])('has tools for developers only while it is developed (packaged: %s)', (isPackaged) => {
		expect(windowOptions('/p', isPackaged, look).webPreferences).toMatchObject({ devTools: !isPackaged });
	});

	test('has its place, its least size and the size of its text', () => {
		expect(windowOptions('/p', true, look)).toMatchObject({
			width: 1440,
			height: 900,
			minWidth: 960,
			minHeight: 640,
			webPreferences: { zoomFactor: 1.2, preload: '/p' },
		});
	});
});

/** sRGB of an OKLCH colour (Björn Ottosson, "A perceptual color space for image processing"), as `#rrggbb`. */
function hexOf(lightness: number, chroma: number, hue: number): string {
	const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
	const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
	const linear = [
		4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
		-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
		-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
	];
	const bytes = linear.map((part) => {
		const encoded = part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055;
		return Math.round(255 * encoded)
			.toString(16)
			.padStart(2, '0');
	});
	return `#${bytes.join('')}`;
}

test('the colour before the first paint is the one of the page', () => {
	const tokens = readFileSync(path.join(import.meta.dirname, '../../../renderer/ui/tokens.css'), 'utf8');
	const ground = /--ground: light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)/.exec(tokens);
	const colours = [ground?.[1], ground?.[2]].map((text) => {
		const [lightness = Number.NaN, chroma = Number.NaN, hue = Number.NaN] = (text ?? '').split(' ').map(Number);
		return hexOf(lightness, chroma, hue);
	});
	expect(colours).toEqual([groundColour(false), groundColour(true)]);
});
