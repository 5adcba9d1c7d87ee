/** From the checked `freezes:` to what they mean. */
import type { Freeze } from '../domain/pipeline/decisions.ts';
import type { FileFreeze } from './file/freezes.ts';

/** Builds a freeze whose ends are of one kind, which `checkFreezes` sees to. */
export function buildFreeze(freeze: FileFreeze): Freeze {
	const { name, zone, except, environments, services, liftedBy } = freeze;
	return {
		name,
		reason: freeze.reason ?? null,
		zone,
		when: windowOf(freeze),
		except,
		environments,
		services,
		liftedBy,
	};
}

function windowOf({ from, to }: FileFreeze): Freeze['when'] {
	if (from.kind === 'weekly' && to.kind === 'weekly') {
		const side = ({ weekday, minute }: typeof from) => ({ weekday, minute });
		return { kind: 'weekly', from: side(from), to: side(to) };
	}
	if (from.kind === 'once' && to.kind === 'once') return { kind: 'once', from: from.at, to: to.at };
	if (from.kind === 'yearly' && to.kind === 'yearly') return { kind: 'yearly', from: from.day, to: to.day };
	throw new Error('a freeze with ends of two kinds was not refused');
}
