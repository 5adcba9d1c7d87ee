/** `approvals:` of a stage in the file. */
import { z } from 'zod';
import { knownQuestions } from '../checklist.ts';
import { said, shown } from '../said.ts';
import { flag, integer, kebab, list, mapping, text } from './fields.ts';

/** Name of a person, as in `people` or as the machine and git call them. */
export const personName = text('Name of a person.', { most: 200 });

const known = Object.keys(knownQuestions);
const itemWords = `one of ${known.join(', ')}, or {id: NAME, question: TEXT}`;

const item = z.union([
	z
		.string(said('', itemWords))
		.refine((word) => known.includes(word), {
			error: (issue) => said(`found ${shown(issue.input)}, which no question is known for`, itemWords),
		})
		.transform((id) => ({ id, question: knownQuestions[id] ?? id }))
		.meta({ description: 'A question that Signalbox knows.', enum: known }),
	mapping({
		id: kebab('Name of the question.'),
		question: text('What is asked.', { most: 500 }),
	}),
]);

const count = integer('Distinct people who must approve.', 1, 50);

export const approvals = z
	.union([
		count.transform((needed) => ({ count: needed, from: [], notOnlyAuthors: true, checklist: [] })),
		mapping({
			count: count.prefault('1'),
			from: list(personName, 'People who may approve; everybody unless named.').prefault([]),
			notOnlyAuthors: flag('Whether the people who approve may not all be authors of the change.').prefault('true'),
			checklist: list(item, 'Questions that must be answered before the stage is approved.').prefault([]),
		}),
	])
	.describe('Who must approve before the stage has passed: a number, or a mapping.');
