/** Files that people attach to their answers, as text on the wire. */
import { fail, ok } from '../../../shared/domain/result.ts';
import type { PipelinesApi } from '../../../shared/rpc/pipeline-api.ts';
import type { AttachmentStore } from '../pipeline-ports.ts';
import { mayOnlyLook } from './commands.ts';

/** At most so many bytes: an answer of the host's socket is bounded. */
const mostBytes = 700_000;

export function createAttachments(attachments: AttachmentStore): Pick<PipelinesApi, 'attach' | 'attachment'> {
	return {
		async attach({ name, mediaType, contentBase64 }, caller) {
			if (!caller.mayAct) return mayOnlyLook();
			const content = fromBase64(contentBase64);
			if (content === null) return fail('invalid-input', `${name} did not arrive whole.`, 'Attach it again.');
			if (content.byteLength > mostBytes) {
				return fail(
					'too-large',
					`${name} is larger than 700 kB.`,
					'Attach a smaller picture, or put a link into the note.',
				);
			}
			return attachments.put({ name, mediaType, content });
		},
		async attachment({ id }) {
			const content = await attachments.get(id);
			return content.ok ? ok({ contentBase64: toBase64(content.value) }) : content;
		},
	};
}

function fromBase64(text: string): Uint8Array | null {
	try {
		return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
	} catch {
		return null;
	}
}

/** Arguments of one call: more would overflow the stack. */
const slice = 8_192;

function toBase64(content: Uint8Array): string {
	let text = '';
	for (let at = 0; at < content.length; at += slice) text += String.fromCharCode(...content.subarray(at, at + slice));
	return btoa(text);
}
