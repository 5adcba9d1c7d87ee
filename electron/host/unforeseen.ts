/** The last word of a host that cannot start for a reason nobody thought of. */
import { type Problem, fail } from '../../shared/domain/result.ts';

/** A sentence instead of a stack trace. */
export function unforeseen(error: unknown): Problem {
	const why = error instanceof Error ? error.message : String(error);
	return fail(
		'internal',
		`Signalbox did not start: ${why.replace(/\.$/, '')}. What is running keeps running.`,
		'Start it again. If it stays so, look at logs/signalbox.log in the data folder, or choose another with --data DIR.',
	).problem;
}
