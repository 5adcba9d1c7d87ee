/** Issues with a label of incidents. GitLab takes several labels for all of them, so each has a list of its own. */
import type { GitlabFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { instantOf, millisOf } from '../common/instants.ts';
import { issueIncident } from '../common/issue-incident.ts';
import type { ProjectFactsDeps } from '../common/known-project.ts';
import type { Listed, NewestFirstList } from '../common/newest-first.ts';
import { readEach } from '../common/read-each.ts';
import type { GitlabAsking } from './asking.ts';
import { type GitlabIssue, issueSchema } from './schemas.ts';

export function issuesLists(
	config: GitlabFactsConfig,
	asking: GitlabAsking,
	deps: ProjectFactsDeps,
): readonly NewestFirstList[] {
	return config.incidentLabels.map((label) => ({
		name: 'incidents',
		async page({ after, floor }, signal) {
			const wanted = { path: 'issues', query: { scope: 'all', state: 'all', labels: label }, after, floor };
			const page = await asking.touched({ ...wanted, what: 'its issues' }, signal);
			if (!page.ok) return page;
			const { value, ...place } = page.value;
			const each = readEach(value, issueSchema, (issue) => listed(config, issue, deps), 'issue');
			return ok({ ...each, ...place });
		},
		again: null,
	}));
}

function listed(config: GitlabFactsConfig, issue: GitlabIssue, deps: ProjectFactsDeps): Listed | string {
	const created = instantOf(issue.created_at);
	if (created === null) return 'its time of creation is no instant';
	const labels = [...(issue.labels ?? []), ...(issue.severity ? [`severity::${issue.severity}`] : [])];
	const fact = issueIncident(config, deps.isOurService, {
		...{ number: issue.iid, title: issue.title, url: issue.web_url ?? null, body: issue.description ?? null, labels },
		...{ created, closedAt: millisOf(issue.closed_at), isDismissed: Boolean(issue._links?.closed_as_duplicate_of) },
	});
	return { fact, id: String(issue.iid), at: millisOf(issue.updated_at) ?? created.at, isOpen: false };
}
