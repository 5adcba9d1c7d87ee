import type { Clock } from '../../engine/ports.ts';

/** What the work gives, or null when it takes longer than `ms`. */
export function within<T>(clock: Pick<Clock, 'after'>, ms: number, work: Promise<T>): Promise<T | null> {
	const { promise, resolve, reject } = Promise.withResolvers<T | null>();
	const cancel = clock.after(ms, () => resolve(null));
	work.then(resolve, reject).finally(cancel);
	return promise;
}
