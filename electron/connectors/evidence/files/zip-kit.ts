/** For tests: zips as a CI host writes them, and as nobody does. */
import { writeFile } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
	readonly path: string;
	readonly content: string | Uint8Array;
	/** Mode of Unix with the kind of file; a plain file unless told. */
	readonly mode?: number;
	/** Bit 0 is encryption. */
	readonly flags?: number;
	/** Size that the headers claim. */
	readonly claims?: number;
	/** 0 stored, 8 deflated; others exist. */
	readonly method?: number;
}

/** Writes the parts in their order, whatever they say. */
export async function writeZip(file: string, parts: readonly ZipPart[]): Promise<void> {
	const locals: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const part of parts) {
		const { method = 8, flags = 0x800, mode = 0o100644 } = part;
		const content = Buffer.from(part.content);
		const packed = method === 8 ? deflateRawSync(content) : content;
		const name = Buffer.from(part.path);
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0);
		common.writeUInt16LE(flags, 2);
		common.writeUInt16LE(method, 4);
		common.writeUInt32LE(crc32(content), 10);
		common.writeUInt32LE(packed.length, 14);
		common.writeUInt32LE(part.claims ?? content.length, 18);
		common.writeUInt16LE(name.length, 22);
		const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, name, packed]);
		const entry = Buffer.alloc(46);
		entry.write('PK\u0001\u0002');
		entry.writeUInt16LE((3 << 8) | 20, 4);
		common.copy(entry, 6);
		entry.writeUInt32LE(mode * 65_536, 38);
		entry.writeUInt32LE(offset, 42);
		locals.push(local);
		directory.push(entry, name);
		offset += local.length;
	}
	const size = directory.reduce((sum, { length }) => sum + length, 0);
	const end = Buffer.alloc(22);
	end.write('PK\u0005\u0006');
	end.writeUInt16LE(parts.length, 8);
	end.writeUInt16LE(parts.length, 10);
	end.writeUInt32LE(size, 12);
	end.writeUInt32LE(offset, 16);
	await writeFile(file, Buffer.concat([...locals, ...directory, end]));
}
