/** When a host that had enough of us may be asked again. */
import type { Problem } from '../../../shared/domain/result.ts';

/** The instant that `ci-rate-limited` carries, our clock, ms since the epoch; null where none was said. */
export function notBeforeOf({ details }: Problem): number | null {
	const said = details?.['notBefore'];
	return typeof said === 'number' ? said : null;
}
