/** How long a failed deployment was broken, in words: the same on the screen and in every file. */
import { formatDuration } from '../format.ts';
import type { ReportFailure } from './model.ts';

type Timed = Pick<ReportFailure, 'brokenAt' | 'recoveredAt' | 'standing'>;

/** What counts nowhere in the recovery time is not printed as a time either. `cutOff` is when the report knows until, ms. */
export function recoveryText({ brokenAt, recoveredAt, standing }: Timed, cutOff: number): string {
	if (recoveredAt === null) return `open for ${formatDuration(Math.max(0, cutOff - brokenAt))}`;
	const took = recoveredAt - brokenAt;
	if (took < 0) return 'its end lies before its beginning';
	if (took === 0 && standing === 'taken-back') return 'how long is not known';
	return `after ${formatDuration(took)}`;
}
