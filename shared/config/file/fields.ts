/** The kinds of field that `signalbox.yaml` is made of. Every scalar arrives as the text that was written. */
import { z } from 'zod';
import {
	parseBytes,
	parseDuration,
	parseFactor,
	parseMargin,
	parsePercent,
	formatDuration,
	formatRatio,
} from '../units.ts';
import { hasUserInfo } from '../../domain/web-address.ts';
import { either, said, shown } from '../said.ts';

/** A mapping that names its fields; unknown ones are reported with what is known. */
export function mapping<S extends z.ZodRawShape>(shape: S, description?: string) {
	const known = Object.keys(shape).join(', ');
	const schema = z.strictObject(shape, {
		error: (issue) => (issue.code === 'unrecognized_keys' ? said('', known) : undefined),
	});
	return description === undefined ? schema : schema.describe(description);
}

/** A text that `read` understands; `null` from it is refused with `expected`. */
export function figure<V>(
	read: (text: string) => V | null,
	options: {
		readonly expected: string;
		readonly description: string;
		readonly json: Readonly<Record<string, unknown>>;
	},
) {
	return z
		.string(said('', options.expected))
		.transform((text, context) => {
			const value = read(text.trim());
			if (value !== null) return value;
			context.addIssue({ code: 'custom', message: said(`found ${shown(text)}`, options.expected) });
			return z.NEVER;
		})
		.meta({ description: options.description, ...options.json });
}

const within = (value: number | null, least: number, most: number) =>
	value !== null && value >= least && value <= most ? value : null;

/** A time with its unit. Limits in ms. */
export function duration(description: string, least: number, most: number) {
	return figure((text) => within(parseDuration(text), least, most), {
		expected: `a time with its unit such as 30s, 15m or 1h30m, from ${formatDuration(least)} to ${formatDuration(most)}`,
		description,
		json: { type: 'string', pattern: '^(0|(\\d+(\\.\\d+)?(ms|s|m|h|d))+)$' },
	});
}

/** A share with the percent sign, as a ratio 0..1. Limits in per cent. */
export function ratio(description: string, least = 0, most = 100) {
	return figure(
		(text) => {
			const percent = within(parsePercent(text), least, most);
			return percent === null ? null : Number((percent / 100).toPrecision(12));
		},
		{ expected: percentWords(least, most), description, json: percentJson },
	);
}

/** A share with the percent sign or, as other engines write it, a plain ratio; as a ratio. Limits as ratios. */
export function portion(description: string, least: number, most: number) {
	const read = (text: string): number | null => {
		const percent = parsePercent(text);
		return percent === null
			? /^\d(\.\d{1,12})?$/.test(text)
				? Number(text)
				: null
			: Number((percent / 100).toPrecision(12));
	};
	return figure((text) => within(read(text), least, most), {
		expected: `a share such as ${formatRatio(Math.max(least, 0.25))}, or the ratio ${Math.max(least, 0.25)}`,
		description,
		json: { type: ['string', 'number'], pattern: '^(\\d+(\\.\\d+)? ?%|\\d(\\.\\d+)?)$' },
	});
}

/** A share with the percent sign, as per cent. */
export function percent(description: string, least: number, most: number) {
	return figure((text) => within(parsePercent(text), least, most), {
		expected: percentWords(least, most),
		description,
		json: percentJson,
	});
}
const percentJson = { type: 'string', pattern: '^\\d+(\\.\\d+)? ?%$' } as const;
const percentWords = (least: number, most: number) =>
	`a share with the percent sign, from ${least}% to ${most}%, such as ${least < 5 && most > 5 ? 5 : least}%`;

/** How many times more, with an x. */
export function factor(description: string) {
	return figure((text) => within(parseFactor(text), 1, 1_000), {
		expected: 'a factor of at least 1 with an x, such as 1.5x',
		description,
		json: { type: 'string', pattern: '^\\d+(\\.\\d+)? ?x$' },
	});
}

/** An amount of memory with its unit, in bytes. */
export function bytes(description: string) {
	return figure((text) => within(parseBytes(text), 1, Number.MAX_SAFE_INTEGER), {
		expected: 'a size with its unit, such as 256MB or 512MiB',
		description,
		json: { type: 'string', pattern: '^\\d+(\\.\\d+)? ?([kKMGT]i?B|B)$' },
	});
}

/** A whole number. */
export function integer(description: string, minimum: number, maximum: number) {
	return figure((text) => (/^\d{1,9}$/.test(text) ? within(Number(text), minimum, maximum) : null), {
		expected: `a whole number from ${minimum} to ${maximum}`,
		description,
		json: { type: ['integer', 'string'], minimum, maximum },
	});
}

/** A number without a unit. */
export function number(description: string, minimum: number, maximum: number) {
	return figure((text) => (/^-?\d{1,12}(\.\d{1,12})?$/.test(text) ? within(Number(text), minimum, maximum) : null), {
		expected: `a number from ${minimum} to ${maximum}`,
		description,
		json: { type: ['number', 'string'], minimum, maximum },
	});
}

/** How much worse a metric may be: a share of the stable slot's value, or an amount with its unit. */
export function margin(description: string) {
	return figure(parseMargin, {
		expected: 'a share such as 20%, or an amount: 30ms of a latency, 10pp of a ratio, 5 of anything else',
		description: `${description} 20% is a share of the stable slot's value; 30ms, 10pp (percentage points) and 5 are amounts.`,
		json: { type: ['string', 'number'], pattern: '^\\d+(\\.\\d+)? ?(%|pp|ms|s|m)?$' },
	});
}

/** How often something may happen; `off` is any number of times and becomes -1. */
export function limitCount(description: string) {
	const text = `${description} "off" is any number.`;
	const off = z.enum(['off', '-1']).transform(() => -1);
	return z.union([off, integer(text, 0, 1_000_000)]).meta({ description: text });
}

/** A mapping whose names the file chooses. */
export function named<S extends z.ZodType>(names: z.ZodType<string, string>, items: S, description: string) {
	return z.record(names, items).describe(description);
}

/** Yes or no. */
export function flag(description: string) {
	return z
		.enum(['true', 'false'], said('', 'true or false'))
		.transform((text) => text === 'true')
		.meta({ description, type: ['boolean', 'string'], enum: [true, false, 'true', 'false'] });
}

/** Lets a limit be switched off with the word `off`, which becomes null. */
export function orOff<S extends z.ZodType>(schema: S, description: string) {
	return z.union([z.literal('off').transform(() => null), schema]).meta({ description });
}

/** A text on one or more lines. */
export function text(
	description: string,
	options: { readonly most?: number; readonly pattern?: RegExp; readonly expected?: string } = {},
) {
	const expected = options.expected ?? `a text of 1 to ${options.most ?? 500} characters`;
	const schema = z
		.string(said('', expected))
		.min(1, said('the text is empty', expected))
		.max(options.most ?? 500, said('the text is too long', expected));
	const checked =
		options.pattern === undefined
			? schema
			: schema.regex(options.pattern, { error: (issue) => said(`found ${shown(issue.input)}`, expected) });
	return checked.meta({ description, type: ['string', 'number'] });
}

/** A name that also stands in addresses and keys. */
export function kebab(description: string) {
	return text(description, {
		most: 60,
		pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
		expected: 'a name of lower-case letters, digits and single hyphens, such as checkout-api',
	});
}

/** One of a few words. */
export function choice<const W extends readonly [string, ...string[]]>(words: W, description: string) {
	return z
		.enum(words, {
			error: (issue) => said(issue.input === undefined ? '' : `found ${shown(issue.input)}`, either(words)),
		})
		.describe(description);
}

/** An http or https address. */
export function address(description: string) {
	return z
		.string(said('', addressWords))
		.refine((text) => !hasUserInfo(text), {
			// What was found is not repeated: it is a key for whoever reads it.
			error: () => said('there is a name or a key before the @, which anyone who can read the file can use', bareWords),
			abort: true,
		})
		.refine(isWebAddress, { error: (issue) => said(`found ${shown(issue.input)}`, addressWords) })
		.meta({ description, format: 'uri' });
}
const bareWords =
	'an address without a name or key in it; credentials for metrics go by reference, as in bearer: {env: NAME}';
const addressWords = 'an address such as http://127.0.0.1:9090';

function isWebAddress(value: string): boolean {
	return /^https?:\/\/[^\s/?#]+([/?#]\S*)?$/.test(value) && URL.canParse(value);
}

/** A path below an address. */
export function urlPath(description: string) {
	return text(description, {
		most: 500,
		pattern: /^\/\S*$/,
		expected: 'a path that starts with a slash, such as /health',
	});
}

/** A list whose items are described by `items`. */
export function list<S extends z.ZodType>(items: S, description: string, least = 0) {
	const schema = z.array(items);
	return (
		least > 0
			? schema.min(least, said('the list is empty', `at least ${least === 1 ? 'one item' : `${least} items`}`))
			: schema
	).describe(description);
}
