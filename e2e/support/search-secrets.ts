/** Looks for planted secrets wherever a run kept or sent something, also for pieces of them and in other clothes. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Place {
	readonly name: string;
	/** Its bytes, one character each (latin1), so that text and files of a database are searched alike. */
	readonly bytes: string;
}

export interface Trace {
	readonly place: string;
	/** How it stands there: `plain`, `base64`. */
	readonly form: string;
	/** What stands around it. */
	readonly around: string;
}

/** So long that no piece stands anywhere by chance, and so short that half a secret is found. */
const pieceLength = 12;
const step = 4;

/** Every trace of the secrets, the first of each form and place. A secret should have 12 characters or more. */
export function findTraces(secrets: readonly string[], places: readonly Place[]): readonly Trace[] {
	const wanted = secrets.flatMap((secret) => piecesOf(secret).flatMap(formsOf));
	return places.flatMap(({ name, bytes }) => {
		const found = new Map<string, Trace>();
		for (const { form, text } of wanted) {
			const at = found.has(form) ? -1 : bytes.indexOf(text);
			if (at >= 0) found.set(form, { place: name, form, around: bytes.slice(Math.max(0, at - 120), at + 80) });
		}
		return [...found.values()];
	});
}

function piecesOf(secret: string): readonly string[] {
	const letters = Array.from(secret);
	const starts = Array.from({ length: Math.ceil(letters.length / step) }, (_, index) => index * step);
	const pieces = starts.map((start) => letters.slice(start, start + pieceLength));
	return pieces.filter(({ length }) => length === Math.min(pieceLength, letters.length)).map((piece) => piece.join(''));
}

function formsOf(piece: string): readonly { readonly form: string; readonly text: string }[] {
	const utf8 = (text: string) => Buffer.from(text).toString('latin1');
	const escaped = JSON.stringify(piece).slice(1, -1);
	const forms = [
		{ form: 'plain', text: utf8(piece) },
		{ form: 'JSON', text: utf8(escaped) },
		{ form: 'JSON within JSON', text: utf8(JSON.stringify(escaped).slice(1, -1)) },
		{ form: 'address', text: encodeURIComponent(piece) },
		{ form: 'form', text: new URLSearchParams([['', piece]]).toString().slice(1) },
		{ form: 'hex', text: Buffer.from(piece).toString('hex') },
		{ form: 'UTF-16', text: Buffer.from(piece, 'utf16le').toString('latin1') },
	];
	return [...forms, ...[0, 1, 2].flatMap((before) => base64Of(Buffer.from(piece), before))];
}

/** As it stands in base64 after `before` bytes of something else: the middle, which only the piece decides. */
function base64Of(bytes: Buffer, before: number) {
	const encode = (encoding: 'base64' | 'base64url') => {
		const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString(encoding);
		return whole.slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3));
	};
	return [
		{ form: 'base64', text: encode('base64') },
		{ form: 'base64url', text: encode('base64url') },
	];
}

/** Text that was said or sent. */
export function textPlace(name: string, text: string): Place {
	return { name, bytes: Buffer.from(text).toString('latin1') };
}

/** Every file below a folder: settings, secrets, the journal with its write-ahead log, logs, the state of targets. */
export function folderPlaces(folder: string): readonly Place[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.flatMap(({ parentPath, name }) => {
			const file = path.join(parentPath, name);
			const bytes = readIfThere(file);
			return bytes === null ? [] : [{ name: path.relative(folder, file), bytes }];
		});
}

/** Words and environment of processes; only Linux tells them. */
export function processPlaces(pids: readonly number[]): readonly Place[] {
	return pids.flatMap((pid) =>
		['cmdline', 'environ'].flatMap((name) => {
			const bytes = readIfThere(`/proc/${pid}/${name}`);
			return bytes === null ? [] : [{ name: `${name} of ${pid}`, bytes }];
		}),
	);
}

/** Null for what has gone in the meantime. */
function readIfThere(file: string): string | null {
	try {
		return readFileSync(file, 'latin1');
	} catch {
		return null;
	}
}
