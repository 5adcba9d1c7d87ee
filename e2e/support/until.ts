/** Waits by looking again, with a deadline; for facts that no page shows. */
import { eventually } from '../../shared/rpc/testing/eventually.ts';

/** `eventually`, at the pace of a browser and of real servers. */
export function until<T>(
	what: string,
	look: () => T | false | null | undefined | Promise<T | false | null | undefined>,
	withinMs = 15_000,
): Promise<T> {
	return eventually(look, what, withinMs, 50);
}
