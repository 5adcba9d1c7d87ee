/** Patterns of paths in the file. */
import { z } from 'zod';
import { globFault } from '../globs.ts';
import { said, shown } from '../said.ts';

/** A glob below some folder, as picomatch reads it. */
export function glob(description: string) {
	return z
		.string(said('', globWords))
		.superRefine((text, context) => {
			const fault = globFault(text);
			if (fault !== null) context.addIssue({ code: 'custom', message: said(`${shown(text)} ${fault}`, globWords) });
		})
		.meta({ description });
}
const globWords = 'a pattern of paths below the folder, such as reports/junit*.xml or src/**';

/** A pattern of names: of jobs, of artifacts. `*` stands for any letters. */
export function namePattern(description: string) {
	return z
		.string(said('', nameWords))
		.min(1, said('the text is empty', nameWords))
		.max(200, said('the text is too long', nameWords))
		.regex(/^(?!!)\P{Cc}*$/u, { error: (issue) => said(`found ${shown(issue.input)}`, nameWords) })
		.meta({ description, type: ['string', 'number'] });
}
const nameWords = 'a name, or a pattern of names such as test-*';
