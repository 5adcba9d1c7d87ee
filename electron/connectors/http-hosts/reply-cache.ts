/** Answers kept to ask whether they still hold: a 304 costs nothing of a host's budget. Bounded, oldest use goes first. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

export interface KeptReply {
	readonly text: string;
	readonly etag: string | null;
	readonly lastModified: string | null;
	/** Headers that paging and reading need again; a 304 need not repeat them. */
	readonly headers: Readonly<Record<string, string>>;
}

export interface ReplyCache {
	/** `key` names token, address and form; two that differ in one of them never meet. */
	get(key: string): KeptReply | null;
	put(key: string, reply: KeptReply): void;
	readonly entries: number;
	/** As kept, after compression. */
	readonly bytes: number;
}

interface Entry {
	readonly packed: Buffer;
	readonly rest: Omit<KeptReply, 'text'>;
	readonly bytes: number;
}

/** Runs of GitHub shrink to a twentieth, and 300 services are kept at once. */
const pack = (text: string): Buffer => deflateRawSync(text, { level: 1 });

function sizeOf(key: string, packed: Buffer, rest: Entry['rest']): number {
	return packed.byteLength + 2 * (key.length + JSON.stringify(rest).length);
}

export function createReplyCache(limits: { readonly maxEntries: number; readonly maxBytes: number }): ReplyCache {
	// A Map keeps the order in which keys were put, and a key that is used is put again.
	const kept = new Map<string, Entry>();
	let bytes = 0;
	const drop = (key: string) => {
		bytes -= kept.get(key)?.bytes ?? 0;
		kept.delete(key);
	};
	return {
		get(key) {
			const entry = kept.get(key);
			if (entry === undefined) return null;
			kept.delete(key);
			kept.set(key, entry);
			return { ...entry.rest, text: inflateRawSync(entry.packed).toString('utf8') };
		},
		put(key, { text, ...rest }) {
			drop(key);
			const packed = pack(text);
			const entry = { packed, rest, bytes: sizeOf(key, packed, rest) };
			if (entry.bytes > limits.maxBytes) return;
			kept.set(key, entry);
			bytes += entry.bytes;
			for (const oldest of kept.keys()) {
				if (kept.size <= limits.maxEntries && bytes <= limits.maxBytes) break;
				drop(oldest);
			}
		},
		get entries() {
			return kept.size;
		},
		get bytes() {
			return bytes;
		},
	};
}
