/** Services that wait to be told, one after the other. */
import type { Result } from '../../../shared/domain/result.ts';
import type { FactBatch } from '../delivery-ports.ts';

/** Batches about one service; true: all of it was told. */
export type Telling = AsyncGenerator<Result<FactBatch>, boolean>;

/**
 * Takes each out of `waiting` and tells it. One that was cut off waits again, also where it was the store that could not keep
 * what was told; one that begins to wait anew while it is told is told once more by a later pull.
 */
export async function* tellEach(
	waiting: Set<string>,
	tell: (service: string) => Telling,
): AsyncGenerator<Result<FactBatch>> {
	for (const service of [...waiting]) {
		waiting.delete(service);
		let isTold = false;
		try {
			isTold = yield* tell(service);
		} finally {
			if (!isTold) waiting.add(service);
		}
		if (!isTold) return;
	}
}
