/** One answer of `progressiveText`: https://www.jenkins.io/doc/book/using/remote-access-api/, LargeText.java of Stapler. */
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { OpenedBody } from '../../http-hosts/client.ts';
import type { JenkinsClient } from './client.ts';
import { jenkinsFailure } from './failures.ts';
import { createLineFeeds } from './line-feeds.ts';

/** What is wanted of the text from `start` on, which counts in bytes of Jenkins' own file. */
export interface WantedText {
	readonly start: number;
	/** So many bytes of the text are known already. */
	readonly skip: number;
	/** At most so many of those that follow. */
	readonly most: number;
}

export interface ProgressiveText {
	/** How many were skipped; fewer than wanted when the text was over. */
	readonly skipped: number;
	/** Text in UTF-8, its lines ended by a line feed. */
	readonly bytes: Uint8Array;
	/**
	 * Where Jenkins wants to be asked on, in bytes of its own file: that one also holds notes that are not sent, and other
	 * ends of lines. Null when there was more than was wanted.
	 */
	readonly next: number | null;
	/** More may come. */
	readonly isOpen: boolean;
}

/** Skips and takes; null for the end of what is wanted while there is more. */
async function take(opened: OpenedBody, { skip, most }: WantedText) {
	const reader = opened.body?.getReader();
	const lines = createLineFeeds();
	const pieces: Uint8Array[] = [];
	let [skipped, size] = [0, 0];
	try {
		for (;;) {
			const piece = (await reader?.read()) ?? { done: true };
			if (!piece.done) opened.renew();
			const text = piece.done ? lines.end() : lines.feed(piece.value);
			const rest = text.subarray(Math.min(text.byteLength, skip - skipped));
			skipped += text.byteLength - rest.byteLength;
			const wanted = rest.subarray(0, most - size);
			pieces.push(wanted);
			size += wanted.byteLength;
			const isCut = wanted.byteLength < rest.byteLength;
			if (isCut || piece.done) return { skipped, bytes: Buffer.concat(pieces), isCut };
		}
	} finally {
		reader?.cancel().catch(() => undefined);
	}
}

export async function readProgressive(
	client: JenkinsClient,
	path: string,
	wanted: WantedText,
	signal?: AbortSignal,
): Promise<Result<ProgressiveText>> {
	const { http } = client;
	const address = `${client.address(path)}?start=${wanted.start}`;
	return http.open({ address, headers: { accept: 'text/plain' }, signal }, async (opened) => {
		const { reply } = opened;
		if (reply.status !== 200) return jenkinsFailure(http.host, reply, { what: 'the log', isAct: false });
		const { skipped, bytes, isCut } = await take(opened, wanted);
		const said = reply.header('x-text-size');
		// Without the header there is nothing to go on from: what came is all there is.
		const next = said !== null && /^\d{1,15}$/.test(said) ? Number(said) : wanted.start + skipped + bytes.byteLength;
		return ok({ skipped, bytes, next: isCut ? null : next, isOpen: reply.header('x-more-data') === 'true' });
	});
}
