/** What we read of Atlassian Statuspage: https://metastatuspage.com/api and https://developer.statuspage.io */
import { z } from 'zod';

const component = z.object({ id: z.string().nullish(), name: z.string() });

export const incidentSchema = z.object({
	id: z.string().min(1),
	name: z.string(),
	status: z.string(),
	impact: z.string().nullish(),
	created_at: z.string(),
	started_at: z.string().nullish(),
	updated_at: z.string().nullish(),
	resolved_at: z.string().nullish(),
	shortlink: z.string().nullish(),
	components: z.array(component).nullish(),
	incident_updates: z
		.array(
			z.object({
				status: z.string(),
				created_at: z.string(),
				affected_components: z.array(z.object({ code: z.string().nullish(), name: z.string() })).nullish(),
			}),
		)
		.nullish(),
});

export type StatuspageIncident = z.infer<typeof incidentSchema>;

/** Of a page that everybody may read. */
export const publicSchema = z.object({ incidents: z.array(z.unknown()) });
/** Of the API that wants a token. */
export const pagedSchema = z.array(z.unknown());
export const errorSchema = z.object({ error: z.union([z.string(), z.array(z.string())]) });
