/** A page of a window, however large what it lists is: a smaller one, and in the end none of an incident that is too large by itself. */
import { formatCount } from '../../../../shared/domain/format.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { toIso } from './instants.ts';
import type { LeftOut } from './left-out.ts';
import { type Place, sizeOf } from './next-window.ts';
import type { ListedPage, WindowedHost } from './windowed-host.ts';

interface PartRead {
	readonly page: ListedPage;
	/** The window, with the place and the size of the page. */
	readonly window: Place;
	readonly leftOut: readonly LeftOut[];
}

/** Where more follow one another, it is the host that sends too much, whatever it is asked for. */
const mostTooLarge = 3;

const wholeAgain = ({ size: _, ...window }: Place): Place => window;

export async function readPart(host: WindowedHost, begun: Place, signal: AbortSignal): Promise<Result<PartRead>> {
	const leftOut: LeftOut[] = [];
	let window = begun;
	for (;;) {
		const limit = sizeOf(host, window);
		const page = await host.created(window, { offset: window.offset, limit }, signal);
		if (page.ok) return ok({ page: page.value, window: leftOut.length === 0 ? window : wholeAgain(window), leftOut });
		const isLast = leftOut.length === mostTooLarge || window.offset + 2 > host.mostOffset;
		if (page.problem.code !== 'too-large' || (limit === 1 && isLast)) return page;
		if (limit > 1) window = { ...window, size: Math.floor(limit / 10) || 1 };
		else {
			const what = `Incident ${formatCount(window.offset + 1)} since ${toIso(window.from)}`;
			leftOut.push({ what, why: 'it is too large to be read' });
			window = { ...window, offset: window.offset + 1 };
		}
	}
}
