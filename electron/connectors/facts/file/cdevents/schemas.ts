/** What we read of CDEvents 0.3 to 0.5 (https://cdevents.dev/docs/) in the binding to CloudEvents 1.0, or bare. */
import { z } from 'zod';
import { plainText } from '../../common/text.ts';

/** Cut when it is read: what is put together from several events stays in memory until the file ends. */
const sentence = z.string().transform((text) => plainText(text));

const reference = z.object({ id: z.string().min(1), source: z.string().nullish() });

const eventSchema = z.object({
	context: z.object({
		id: z.string().min(1),
		source: z.string().min(1),
		type: z.string(),
		timestamp: z.string(),
	}),
	subject: z.object({
		id: z.string().min(1),
		source: z.string().nullish(),
		content: z
			.object({
				environment: reference.nullish(),
				service: reference.nullish(),
				artifactId: z.string().nullish(),
				description: sentence.nullish(),
				name: sentence.nullish(),
				url: z.string().nullish(),
				uri: z.string().nullish(),
				pipelineName: z.string().nullish(),
				outcome: z.string().nullish(),
				repository: reference.nullish(),
			})
			.nullish(),
	}),
});

const cloudEventSchema = z.object({ specversion: z.string(), data: eventSchema });

/** `data` as CloudEvents carries it; a bare CDEvent is taken as it is. */
export const envelopeSchema = z.union([cloudEventSchema.transform(({ data }) => data), eventSchema]);

export type CdEvent = z.infer<typeof eventSchema>;

/** `dev.cdevents.service.deployed.0.2.0` without its version: "service.deployed"; null for what is no CDEvent. */
export function predicateOf(type: string): string | null {
	return /^dev\.cdevents\.([a-z]+\.[a-z]+)(?:\.|$)/.exec(type)?.[1] ?? null;
}
