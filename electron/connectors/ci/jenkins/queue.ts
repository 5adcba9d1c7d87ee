/** From an order to its build: Jenkins answers with a place in its queue, and the build gets its number when it begins. */
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Clock } from '../../../engine/ports.ts';
import type { JenkinsClient } from './client.ts';
import { queueItemSchema } from './wire.ts';

/** The number of the item out of `Location: https://…/queue/item/12/`. */
export function queueItemOf(location: string | null): string | null {
	return /\/queue\/item\/(\d{1,15})\/?$/.exec(location ?? '')?.[1] ?? null;
}

/** The number of the build; null while it waits. */
export async function lookInQueue(
	client: JenkinsClient,
	item: string,
	signal?: AbortSignal,
): Promise<Result<number | null>> {
	const found = await client.get({
		path: `queue/item/${item}/api/json`,
		tree: 'cancelled,why,executable[number]',
		schema: queueItemSchema,
		what: 'its queue',
		signal,
	});
	if (!found.ok) return found;
	const { cancelled, executable } = found.value.value;
	if (cancelled === true) {
		const { label } = client.http.host;
		return fail(
			'ci-refused',
			`${label} dropped the order before it began.`,
			'Somebody took it out of the queue there.',
		);
	}
	return ok(executable?.number ?? null);
}

const pauseMs = 500;

/** Asks again until there is a number, at most `tries` times; null when there is none by then. */
export async function waitInQueue(
	client: JenkinsClient,
	clock: Clock,
	wanted: { readonly item: string; readonly tries: number; readonly signal?: AbortSignal | undefined },
): Promise<Result<number | null>> {
	for (let tried = 1; ; tried += 1) {
		const found = await lookInQueue(client, wanted.item, wanted.signal);
		if (!found.ok || found.value !== null || tried >= wanted.tries) return found;
		await new Promise<void>((resolve) => {
			const stop = clock.after(pauseMs, resolve);
			wanted.signal?.addEventListener(
				'abort',
				() => {
					stop();
					resolve();
				},
				{ once: true },
			);
		});
	}
}
