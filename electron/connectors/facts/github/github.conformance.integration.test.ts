/** GitHub against what every source of facts must do. */
import { factsConformance } from '../common/conformance-facts.ts';
import { hostedHarness } from '../common/conformance-host.ts';
import { fakeDeployment, startFakeGithub, statusOf } from './fake-github.ts';
import { createGithubFacts } from './source.ts';
import { configOf, day, deps, runOf, token } from './test-github.ts';

factsConformance('GitHub deployments', async () => {
	const github = await startFakeGithub(token);
	const again = () => createGithubFacts(configOf(github.host.url), deps);
	const start = Date.now();
	let count = 0;
	const put = (at: number, isOpen = false) => {
		count += 1;
		const statuses = isOpen ? { statuses: { nodes: [statusOf('IN_PROGRESS', at)] } } : {};
		github.deployments.push(fakeDeployment(count, at, statuses));
		return String(count);
	};
	return hostedHarness(github.host, {
		...{ kind: 'deployment', again, beyondOnePage: 230, toldAgain: 1, looksBack: true, since: start - 365 * day },
		secret: token,
		world: {
			fill: async (length) => Array.from({ length }, (_, index) => put(start - 300 * day + index * day)),
			add: async () => put(Date.now() - 1000),
			open: async () => put(Date.now() - 60 * 60_000, true),
			async close(key) {
				const found = github.deployments.find(({ id }) => id === `DE_${key}`);
				if (found !== undefined) found['statuses'] = { nodes: [statusOf('SUCCESS', Date.now())] };
			},
		},
	});
});

factsConformance('GitHub runs that deploy', async () => {
	const github = await startFakeGithub(token);
	const deployments = { from: 'runs', workflow: 'deploy.yml', environment: 'production' } as const;
	const again = () =>
		createGithubFacts(configOf(github.host.url, { deployments, changes: false, incidentLabels: [] }), deps);
	const start = Date.now();
	const put = (at: number, isOpen = false) => {
		const id = github.runs.length + 1;
		github.runs.unshift(runOf(id, at, isOpen ? { status: 'in_progress', conclusion: null } : {}));
		return `${id}-1`;
	};
	return hostedHarness(github.host, {
		...{ kind: 'deployment', again, beyondOnePage: 230, toldAgain: 1, looksBack: true, since: start - 365 * day },
		secret: token,
		world: {
			fill: async (length) => Array.from({ length }, (_, index) => put(start - 300 * day + index * day)),
			add: async () => put(Date.now() - 1000),
			open: async () => put(Date.now() - 60 * 60_000, true),
			async close(key) {
				const found = github.runs.find((run) => `${run['id']}-1` === key);
				if (found !== undefined) Object.assign(found, { status: 'completed', conclusion: 'success' });
			},
		},
	});
});
