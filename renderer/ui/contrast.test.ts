/** Words on their grounds reach AA in both themes; the figures come from the tokens themselves. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** Both values of a token: light, dark. */
function colours(token: string): readonly [string, string] {
	const value = new RegExp(`--${token}: (.*);`).exec(css)?.[1];
	if (value === undefined) throw new Error(`There is no token --${token}.`);
	const found = value.match(/oklch\([^)]*\)/g) ?? [];
	const [light = '', dark = light] = found;
	return [light, dark];
}

/** Relative luminance of an OKLCH colour, WCAG 2.2; conversion by Björn Ottosson's OKLab. */
function luminance(colour: string): number {
	const [lightness = 0, chroma = 0, hue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
	const a = chroma * Math.cos((hue * Math.PI) / 180);
	const b = chroma * Math.sin((hue * Math.PI) / 180);
	const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
	const clip = (value: number): number => Math.min(1, Math.max(0, value));
	const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
	const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
	const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
	const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right);
	return (light + 0.05) / (dark + 0.05);
}

const words: readonly (readonly [ink: string, grounds: readonly string[]])[] = [
	['ink', ['ground', 'panel', 'raised', 'hover', 'accent-soft', 'bad-soft', 'warn-soft']],
	['ink-2', ['ground', 'panel', 'raised', 'hover', 'accent-soft', 'bad-soft', 'warn-soft']],
	['ink-3', ['ground', 'panel', 'raised', 'hover']],
	['accent', ['panel', 'raised', 'ground', 'accent-soft']],
	['good', ['panel', 'ground', 'good-soft']],
	['warn', ['panel', 'ground', 'warn-soft']],
	['bad', ['panel', 'ground', 'bad-soft']],
	['production', ['panel', 'raised', 'ground', 'production-soft']],
	['stable-ink', ['panel', 'ground']],
	['canary-ink', ['panel', 'ground']],
	['on-accent', ['accent']],
	['on-bad', ['bad-fill']],
	['on-stable', ['stable']],
	['on-canary', ['canary']],
];
const shapes: typeof words = [
	['edge', ['panel', 'raised', 'ground']],
	['stable', ['panel']],
	['canary', ['panel']],
	['production', ['panel', 'ground']],
];

describe.each([
	['words', words, 4.5],
	['shapes', shapes, 3],
] as const)('%s', (_name, pairs, atLeast) => {
	test.each(pairs.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground] as const)))(
		'%s on %s can be read in light and dark',
		(ink, ground) => {
			for (const theme of [0, 1] as const) {
				expect(contrast(colours(ink)[theme], colours(ground)[theme])).toBeGreaterThanOrEqual(atLeast);
			}
		},
	);
});
