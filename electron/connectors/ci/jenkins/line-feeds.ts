/** Jenkins ends every line of a log with CR LF on the wire; ours end with LF. Pure. */

export interface LineFeeds {
	/** What is certain so far: a CR at the end waits for what follows it. */
	feed(bytes: Uint8Array): Uint8Array;
	end(): Uint8Array;
}

const cr = 0x0d;
const lf = 0x0a;

/** No byte of a longer character of UTF-8 is CR or LF, so bytes can be looked at one by one. */
export function createLineFeeds(): LineFeeds {
	let isPending = false;
	return {
		feed(bytes) {
			const out = new Uint8Array(bytes.byteLength + 1);
			let size = 0;
			for (const byte of bytes) {
				if (isPending && byte !== lf) {
					out[size] = cr;
					size += 1;
				}
				isPending = byte === cr;
				if (isPending) continue;
				out[size] = byte;
				size += 1;
			}
			return out.subarray(0, size);
		},
		end() {
			const rest = isPending ? Uint8Array.of(cr) : new Uint8Array();
			isPending = false;
			return rest;
		},
	};
}
