import { expect, test } from 'vitest';
import { titleText } from './page.tsx';

test.each([
	['25 % · shop production', 'Board', null, '25 % · shop production · Board — Signalbox'],
	['25 % · shop production', 'shop production', '25 %', '25 % · shop production — Signalbox'],
	['', 'shop production', 'rolled back', 'rolled back · shop production — Signalbox'],
	['', 'Settings', null, 'Settings — Signalbox'],
])('shipping "%s" at "%s", own "%s"', (shipping, place, own, expected) => {
	expect(titleText(shipping, place, own)).toBe(expected);
});
