/** A zip archive without compression, for tests: APPNOTE.TXT 6.3, sections 4.3.7 to 4.3.16. */
import { crc32 } from 'node:zlib';

function header(signature: number, fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
	const whole = Buffer.alloc(4 + fields.reduce((sum, [, bytes]) => sum + bytes, 0));
	let at = whole.writeUInt32LE(signature, 0);
	for (const [value, bytes] of fields) at = whole.writeUIntLE(value, at, bytes);
	return whole;
}

/** Packs files by their names. */
export function fakeZip(files: Readonly<Record<string, string>>): Buffer {
	const local: Buffer[] = [];
	const central: Buffer[] = [];
	let offset = 0;
	for (const [path, text] of Object.entries(files)) {
		const [name, content] = [Buffer.from(path), Buffer.from(text)];
		const size = content.byteLength;
		const common = [
			[20, 2],
			[0, 2],
			[0, 2],
			[0, 2],
			[0x21, 2],
			[crc32(content), 4],
			[size, 4],
			[size, 4],
		] as const;
		const entry = Buffer.concat([header(0x04034b50, [...common, [name.byteLength, 2], [0, 2]]), ...[name, content]]);
		central.push(
			header(0x02014b50, [
				...([[20, 2], ...common, [name.byteLength, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]] as const),
			]),
			name,
		);
		local.push(entry);
		offset += entry.byteLength;
	}
	const directory = Buffer.concat(central);
	const count = local.length;
	const end = header(0x06054b50, [
		[0, 2],
		[0, 2],
		[count, 2],
		[count, 2],
		[directory.byteLength, 4],
		[offset, 4],
		[0, 2],
	]);
	return Buffer.concat([...local, directory, end]);
}
