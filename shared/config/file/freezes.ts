/** `freezes:` and `people:` in the file. */
import type { z } from 'zod';
import { isZone, parseDay, parseMoment } from '../moments.ts';
import { personName } from './approvals.ts';
import { figure, kebab, list, mapping, text } from './fields.ts';

const momentWords = 'weekly "fri 16:00", once "2026-12-20T00:00", or every year "12-24"';
const moment = (words: string) =>
	figure(parseMoment, {
		expected: momentWords,
		description: `${words} ${momentWords}, in the wall clock of the zone.`,
		json: {
			type: 'string',
			pattern: '^([A-Za-z]{3,9} \\d{1,2}:\\d{2}|\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}|\\d{2}-\\d{2})$',
		},
	});

export const freeze = mapping(
	{
		name: kebab('Name of the freeze.'),
		reason: text('Why; it stands beside every refusal.', { most: 500 }).optional(),
		zone: figure((zone) => (isZone(zone) ? zone : null), {
			expected: 'the IANA name of a time zone, such as Europe/Berlin or UTC',
			description: 'Time zone whose wall clock counts, by its IANA name.',
			json: { type: 'string' },
		}),
		from: moment('Begin.'),
		to: moment('End. A day of the year belongs to the freeze as a whole.'),
		except: list(
			figure((day) => (parseDay(day) === null ? null : day), {
				expected: 'a date that exists, such as 2026-12-04',
				description: 'A day in the zone.',
				json: { type: 'string', format: 'date' },
			}),
			'Days on which it does not hold.',
		).prefault([]),
		environments: list(
			kebab('Name of an environment.'),
			'Environments that it holds for; all of tier production unless named.',
		).prefault([]),
		services: list(kebab('Name of a service.'), 'Services that it holds for; all unless named.').prefault([]),
		liftedBy: list(personName, 'People who may lift it for a while; anybody who may act unless named.').prefault([]),
	},
	'A window in which an environment takes no new release. Rolling back is always allowed.',
);
export type FileFreeze = z.output<typeof freeze>;

export const person = mapping(
	{
		name: personName,
		aliases: list(
			text('Another name.', { most: 200 }),
			'Account of the machine, names and addresses in git, names at the CI host.',
		).prefault([]),
	},
	'One person with all names.',
);
export type FilePerson = z.output<typeof person>;
