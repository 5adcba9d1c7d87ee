/** `tests:` in the file: how tests are judged over time. */
import type { z } from 'zod';
import { testLevels } from '../../domain/tests/model.ts';
import { defaultTestPolicy } from '../../domain/tests/policy.ts';
import { said, shown } from '../said.ts';
import { formatDuration, formatRatio } from '../units.ts';
import { choice, duration, integer, list, mapping, ratio, text } from './fields.ts';
import { glob, namePattern } from './globs.ts';

const hour = 3_600_000;
const defaults = defaultTestPolicy;

const levelRule = mapping(
	{
		level: choice(testLevels, 'Level of the tests that fit.'),
		files: list(glob('Files of tests.'), 'Patterns of the file or class of a test.').prefault([]),
		groups: list(
			text('Name of an evidence source.', { most: 100 }),
			'Names of evidence sources of the pipeline that report the tests.',
		).prefault([]),
		names: list(namePattern('A test.'), 'Patterns of names of tests.').prefault([]),
	},
	'Which tests are of a level.',
);

const quarantineWords = 'a file below the folder of this file, such as quarantine.json';
const quarantine = text('Where quarantined tests are written to, for test runners to read.', { most: 1_000 }).regex(
	/\.json$/i,
	{ error: (issue) => said(`found ${shown(issue.input)}, which is no .json file`, quarantineWords) },
);

export const tests = mapping(
	{
		levels: list(
			levelRule,
			'Rules that tell the level of a test, the first that fits; they take the place of the usual ones.',
		).optional(),
		window: duration('How far back tests are looked at.', hour, 90 * 24 * hour).prefault(
			formatDuration(defaults.windowMs),
		),
		minimumRuns: integer('Runs of a test below which nothing is said of it.', 2, 1_000).prefault(
			`${defaults.minimumRuns}`,
		),
		flaky: mapping(
			{
				from: ratio('Lowest pass rate of a flaky test; below it, it is broken.').prefault(
					formatRatio(defaults.flakyFrom),
				),
				to: ratio('Highest pass rate of a flaky test.').prefault(formatRatio(defaults.flakyTo)),
			},
			'Pass rates, both ends included, at which a test enters the list of flaky tests.',
		).prefault({}),
		calm: mapping(
			{
				rate: ratio('Pass rate that it needs.').prefault(formatRatio(defaults.calmRate)),
				runs: integer('Runs that it needs.', 2, 10_000).prefault(`${defaults.calmRuns}`),
			},
			'How calm a flaky test must be to leave the list again.',
		).prefault({}),
		massFailure: ratio('Runs in which more than this share of the tests failed are left out.').prefault(
			formatRatio(defaults.massFailureShare),
		),
		pyramid: mapping(
			{
				unit: ratio('Share of unit tests.').prefault(formatRatio(defaults.pyramid.unit)),
				integration: ratio('Share of integration tests.').prefault(formatRatio(defaults.pyramid.integration)),
				ui: ratio('Share of tests through the user interface.').prefault(formatRatio(defaults.pyramid.ui)),
			},
			'Shares of the levels that are aimed at; together 100%.',
		).prefault({}),
		quarantine: quarantine.optional(),
	},
	'How tests are judged over time.',
);
export type FileTests = z.output<typeof tests>;
