/** CDEvents of a file: an array or one on each line, as CloudEvents or bare. Their order means nothing. */
import type { Fact } from '../../../../../shared/domain/delivery/facts.ts';
import type { LeftOut } from '../../common/left-out.ts';
import { soundFacts } from '../../common/sound.ts';
import type { Bytes } from '../contents.ts';
import { jsonElements } from '../json-elements.ts';
import type { Told } from '../read-facts.ts';
import type { ImportNames } from '../to-fact.ts';
import { createJoined } from './joined.ts';
import { envelopeSchema, predicateOf } from './schemas.ts';
import { singleEvents } from './single.ts';

/** Types that are not read, each with how often it came. */
function notRead(counts: ReadonlyMap<string, number>): LeftOut[] {
	return [...counts].map(([predicate, count]) => ({
		what: `${count} × ${predicate}`,
		why: 'events of this type are not read; docs/facts.md says which are',
	}));
}

/** What events say is as long as their maker likes. */
function* soundly(fact: Fact): Generator<Told> {
	const { facts, leftOut } = soundFacts([fact], Number.POSITIVE_INFINITY);
	for (const each of facts) yield { fact: each };
	for (const each of leftOut) yield { leftOut: each };
}

export async function* readCdEvents(names: ImportNames, bytes: Bytes): AsyncGenerator<Told> {
	const joined = createJoined(names);
	const others = new Map<string, number>();
	for await (const { value, line } of jsonElements(bytes)) {
		const parsed = envelopeSchema.safeParse(value);
		const predicate = parsed.success ? predicateOf(parsed.data.context.type) : null;
		if (!parsed.success || predicate === null) {
			yield { leftOut: { what: `Line ${line}`, why: 'it is no CDEvent with context, subject and a known type' } };
			continue;
		}
		const single = Object.hasOwn(singleEvents, predicate) ? singleEvents[predicate] : undefined;
		if (single === undefined && !joined.takes(predicate)) {
			others.set(predicate, (others.get(predicate) ?? 0) + 1);
			continue;
		}
		const told = single === undefined ? joined.add(predicate, parsed.data) : single(names, parsed.data);
		if (typeof told === 'string') yield { leftOut: { what: `Line ${line} (${predicate})`, why: told } };
		else if (told !== null) yield* soundly(told);
	}
	for (const told of joined.told()) {
		if ('leftOut' in told) yield told;
		else yield* soundly(told.fact);
	}
	for (const leftOut of notRead(others)) yield { leftOut };
}
