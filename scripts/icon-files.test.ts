import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	icnsTypes,
	icoSizes,
	linuxSizes,
	readIcns,
	readIco,
	readPngHeader,
	trayFiles,
	writeIcns,
	writeIco,
} from './icon-files.ts';
import { drawTray, trayStates } from './tray-drawings.ts';

const folder = path.resolve(import.meta.dirname, '..', 'assets', 'icons');
const read = (file: string) => readFileSync(path.join(folder, file));
const square = (size: number) => ({ width: size, height: size, hasAlpha: true });

describe('the committed icons', () => {
	test.each(linuxSizes)('Linux, %i pixels', (size) => {
		expect(readPngHeader(read(`linux/${size}x${size}.png`))).toEqual(square(size));
	});

	test('the window and the page', () => expect(readPngHeader(read('icon.png'))).toEqual(square(512)));

	test('Windows', () => {
		const images = readIco(read('icon.ico')) ?? [];
		expect(images.map(({ size }) => size)).toEqual(icoSizes);
		for (const { size, png } of images) expect(readPngHeader(png)).toEqual(square(size));
	});

	test('macOS', () => {
		const images = readIcns(read('icon.icns')) ?? [];
		expect(images.map(({ type }) => type)).toEqual(icnsTypes.map(([type]) => type));
		expect(images.map(({ png }) => readPngHeader(png))).toEqual(icnsTypes.map(([, size]) => square(size)));
	});

	test.each(trayFiles)('$file', ({ file, size }) => {
		expect(readPngHeader(read(file))).toEqual(square(size));
	});

	test('hold nothing that no script draws, and stay small', () => {
		const known = ['icon.svg', 'icon.png', 'icon.ico', 'icon.icns', 'linux', ...trayFiles.map(({ file }) => file)];
		expect(readdirSync(folder).sort()).toEqual(known.sort());
		expect(read('icon.icns').length).toBeLessThan(300_000);
	});

	test('differ from state to state, also where there is no colour', () => {
		const hashes = trayFiles.map(({ file }) => createHash('sha256').update(read(file)).digest('hex'));
		expect(new Set(hashes).size).toBe(hashes.length);
		expect(new Set(trayStates.map((state) => drawTray(state, 'template'))).size).toBe(trayStates.length);
		for (const state of trayStates) {
			const colours = [...drawTray(state, 'template').matchAll(/#[0-9a-f]{3,6}\b/g)].map(([colour]) => colour);
			expect(colours.filter((colour) => colour !== '#000' && colour !== '#fff')).toEqual([]);
		}
	});
});

const images = fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 6 });

describe('containers', () => {
	test('an .ico gives back what was put in', () => {
		fc.assert(
			fc.property(images, (list) => {
				const sized = list.map((bytes, index) => ({ size: 256 - index, png: Buffer.from(bytes) }));
				expect(readIco(writeIco(sized))).toEqual(sized);
			}),
		);
	});

	test('an .icns gives back what was put in', () => {
		fc.assert(
			fc.property(images, (list) => {
				const typed = list.map((bytes, index) => ({ type: `ic0${index}`, png: Buffer.from(bytes) }));
				expect(readIcns(writeIcns(typed))).toEqual(typed);
			}),
		);
	});

	test('what is none is told apart', () => {
		expect(readIco(Buffer.from('GIF89a, not an icon'))).toBeNull();
		expect(readIcns(Buffer.from('icns\0\0\0\x09'))).toBeNull();
		expect(readPngHeader(Buffer.from('GIF89a'))).toBeNull();
	});
});
