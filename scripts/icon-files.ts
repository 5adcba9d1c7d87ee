/** The files of `assets/icons`, and the two containers around PNG images that Windows and macOS want. */
import { type TrayLook, type TrayState, trayStates } from './tray-drawings.ts';

/** Widths in pixels that Linux's icon themes know. */
export const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512] as const;
export const icoSizes = [16, 24, 32, 48, 64, 128, 256] as const;

/** Widths in an `.icns` by the type that names them; `ic10` is 512 points at double density. */
export const icnsTypes = [
	['ic11', 32],
	['ic12', 64],
	['ic07', 128],
	['ic13', 256],
	['ic08', 256],
	['ic14', 512],
	['ic09', 512],
	['ic10', 1024],
] as const;

export interface TrayFile {
	/** Electron picks the density by the end of the name; macOS tints what ends in `Template`. */
	readonly file: string;
	readonly state: TrayState;
	readonly look: TrayLook;
	/** Pixels. */
	readonly size: number;
}

/** Every tray icon. The coloured ones are there at 16, 24, 32 and 48 pixels, the templates at 16 and 32. */
export const trayFiles: readonly TrayFile[] = trayStates.flatMap((state) => [
	...(
		[
			['', 16],
			['@1.5x', 24],
			['@2x', 32],
			['@3x', 48],
		] as const
	).map(([density, size]) => ({ file: `tray-${state}${density}.png`, state, look: 'coloured' as const, size })),
	...(
		[
			['', 16],
			['@2x', 32],
		] as const
	).map(([density, size]) => ({ file: `tray-${state}Template${density}.png`, state, look: 'template' as const, size })),
]);

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface PngHeader {
	readonly width: number;
	readonly height: number;
	readonly hasAlpha: boolean;
}

/** Reads the first chunk of a PNG; null for anything else. */
export function readPngHeader(bytes: Buffer): PngHeader | null {
	if (bytes.length < 33 || !bytes.subarray(0, 8).equals(pngSignature)) return null;
	if (bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
	const colourType = bytes.readUInt8(25);
	return {
		width: bytes.readUInt32BE(16),
		height: bytes.readUInt32BE(20),
		hasAlpha: colourType === 4 || colourType === 6,
	};
}

export interface SizedPng {
	readonly size: number;
	readonly png: Buffer;
}

/** An `.ico` of PNG images, which Windows reads since Vista. */
export function writeIco(images: readonly SizedPng[]): Buffer {
	const head = Buffer.alloc(6 + images.length * 16);
	head.writeUInt16LE(1, 2);
	head.writeUInt16LE(images.length, 4);
	let offset = head.length;
	for (const [index, { size, png }] of images.entries()) {
		const at = 6 + index * 16;
		// A byte for the width: 0 stands for 256.
		head.writeUInt8(size % 256, at);
		head.writeUInt8(size % 256, at + 1);
		head.writeUInt16LE(1, at + 4);
		head.writeUInt16LE(32, at + 6);
		head.writeUInt32LE(png.length, at + 8);
		head.writeUInt32LE(offset, at + 12);
		offset += png.length;
	}
	return Buffer.concat([head, ...images.map(({ png }) => png)]);
}

/** The images of an `.ico`; null where the file is none, or says something other than what lies there. */
export function readIco(bytes: Buffer): readonly SizedPng[] | null {
	if (bytes.length < 6 || bytes.readUInt32LE(0) !== 0x1_0000) return null;
	return Array.from({ length: bytes.readUInt16LE(4) }, (_, index) => {
		const at = 6 + index * 16;
		const offset = bytes.readUInt32LE(at + 12);
		return { size: bytes.readUInt8(at) || 256, png: bytes.subarray(offset, offset + bytes.readUInt32LE(at + 8)) };
	});
}

export interface IcnsImage {
	readonly type: string;
	readonly png: Buffer;
}

/** An `.icns`: chunks of type, length and PNG. */
export function writeIcns(images: readonly IcnsImage[]): Buffer {
	const chunks = images.flatMap(({ type, png }) => [chunkHead(type, png.length + 8), png]);
	const length = chunks.reduce((sum, chunk) => sum + chunk.length, 8);
	return Buffer.concat([chunkHead('icns', length), ...chunks]);
}

function chunkHead(type: string, length: number): Buffer {
	const head = Buffer.alloc(8);
	head.write(type, 'latin1');
	head.writeUInt32BE(length, 4);
	return head;
}

/** The images of an `.icns`; null where lengths do not add up. */
export function readIcns(bytes: Buffer): readonly IcnsImage[] | null {
	if (bytes.toString('latin1', 0, 4) !== 'icns' || bytes.readUInt32BE(4) !== bytes.length) return null;
	const images: IcnsImage[] = [];
	let at = 8;
	while (at + 8 <= bytes.length) {
		const length = bytes.readUInt32BE(at + 4);
		if (length < 8) return null;
		images.push({ type: bytes.toString('latin1', at, at + 4), png: bytes.subarray(at + 8, at + length) });
		at += length;
	}
	return at === bytes.length ? images : null;
}
