/** Imports that the end of Signalbox cut off in the middle: they say so, and are taken back. */
import { isImport } from '../../../shared/domain/delivery/own-sources.ts';
import type { Problem } from '../../../shared/domain/result.ts';
import type { DeliveryStore, StoredSource } from '../delivery-ports.ts';
import type { Clock, Logger } from '../ports.ts';
import { createPacer } from './pacer.ts';

export interface CutImports {
	/** Looks for some, now and when those of other control rooms can only have been cut off. */
	look(): void;
	stop(): void;
}

/** Another control room on the same facts may be at it: no import takes so long. */
const longestImportMs = 60 * 60_000;

/** What the store keeps of an import until its end: after a crash it is what people see of it. */
export function underWay(at: number): Problem {
	return {
		code: 'cancelled',
		message: 'This import was cut off, so perhaps only a part of it is here.',
		hint: 'Import it again on the same day, or forget it; what was new is taken back by itself after an hour.',
		retryable: false,
		details: { begunAt: at },
	};
}

/** When an import that never came to its end began, ms; null for every other source. */
export function cutSince({ source, syncedAt, problem }: StoredSource): number | null {
	const at = problem?.details?.['begunAt'];
	return isImport(source) && syncedAt === null && typeof at === 'number' ? at : null;
}

export function createCutImports(options: {
	readonly store: Pick<DeliveryStore, 'sources' | 'forget'>;
	readonly clock: Clock;
	readonly logger: Logger;
	/** It is under way in this control room. */
	readonly isRunning: (id: string) => boolean;
	readonly onTakenBack: (id: string) => void;
}): CutImports {
	const { store, clock, logger } = options;

	async function takeBack(): Promise<void> {
		const kept = await store.sources();
		if (!kept.ok) return logger.warn({ problem: kept.problem }, 'imports that were cut off were not looked for');
		for (const stored of kept.value) {
			const since = cutSince(stored);
			if (since === null || options.isRunning(stored.source)) continue;
			const leftMs = since + longestImportMs - clock.now();
			if (leftMs > 0) pacer.wish(leftMs);
			else await forget(stored.source);
		}
	}

	async function forget(id: string): Promise<void> {
		const undone = await store.forget(id);
		if (undone.ok) options.onTakenBack(id);
		else logger.error({ source: id, problem: undone.problem }, 'an import that was cut off was not taken back');
	}

	const onFailed = (err: unknown): void => logger.error({ err }, 'imports that were cut off were not looked for');
	const pacer = createPacer({ clock, work: takeBack, onFailed });
	return { look: () => pacer.wish(0), stop: pacer.stop };
}
