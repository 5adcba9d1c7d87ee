/** Pipelines of the fake GitLab: https://docs.gitlab.com/api/pipelines/. */
import type { Asked } from '../../http-hosts/testing.ts';
import type { FakeAnswer } from '../../http-hosts/fake-host.ts';
import type { FakePipeline, GitlabModel } from './fake-gitlab-model.ts';
import { bodyOf, json, missing, paged, type Route } from './fake-gitlab-route.ts';
import { bridgeShape, jobShape, listedShape, pipelineShape } from './fake-gitlab-shapes.ts';

function variablesOf(value: unknown): FakePipeline['variables'] {
	if (!Array.isArray(value)) return [];
	return value.map((one: { readonly key: string; readonly value: string }) => ({ key: one.key, value: one.value }));
}

type Use = (pipeline: FakePipeline, asked: Asked) => FakeAnswer;

/** A route of one pipeline. */
function ofPipeline(model: GitlabModel, method: Route['method'], below: string, use: Use): Route {
	return {
		method,
		pattern: new RegExp(`^pipelines/(\\d+)${below}$`),
		answer([id], asked, projectId) {
			const found = model.pipelines.find((one) => String(one.id) === id && one.projectId === projectId);
			return found === undefined ? missing : use(found, asked);
		},
	};
}

export function pipelineReads(model: GitlabModel, url: () => string, now: () => number): readonly Route[] {
	const jobsOf = (pipeline: FakePipeline, asked: Asked, isBridge: boolean) => {
		const all = asked.query.get('include_retried') === 'true' ? pipeline.jobs : model.current(pipeline);
		return all.filter((job) => job.isBridge === isBridge).toReversed();
	};
	const list: Route = {
		method: 'GET',
		pattern: /^pipelines$/,
		answer(_, asked, projectId) {
			const ref = asked.query.get('ref');
			const own = model.pipelines.filter((one) => one.projectId === projectId && (ref === null || one.ref === ref));
			const shapes = own.toReversed().map((one) => listedShape(model, one));
			return paged(asked, url(), shapes);
		},
	};
	const of = (below: string, use: Use) => ofPipeline(model, 'GET', below, use);
	return [
		list,
		of('', (pipeline) => json(200, pipelineShape(model, pipeline))),
		of('/jobs', (pipeline, asked) => {
			const shapes = jobsOf(pipeline, asked, false).map((job) => jobShape(model, pipeline, job, now()));
			return paged(asked, url(), shapes);
		}),
		of('/bridges', (pipeline, asked) => {
			const shapes = jobsOf(pipeline, asked, true).map((job) => bridgeShape(model, pipeline, job, now()));
			return paged(asked, url(), shapes);
		}),
		of('/variables', ({ variables }) => {
			const shapes = variables.map((one) => ({ variable_type: 'env_var', ...one }));
			return json(200, shapes);
		}),
	];
}

export function pipelineActs(model: GitlabModel): readonly Route[] {
	const create: Route = {
		method: 'POST',
		pattern: /^pipeline$/,
		answer(_, asked, projectId) {
			const { ref, variables } = bodyOf(asked);
			if (typeof ref !== 'string' || !model.heads.has(ref)) {
				return json(400, { message: { base: ['Reference not found'] } });
			}
			const made = model.create({ ref, source: 'api', projectId, variables: variablesOf(variables) });
			return json(201, pipelineShape(model, made));
		},
	};
	return [
		create,
		ofPipeline(model, 'POST', '/retry', (pipeline) => {
			model.retry(pipeline);
			return json(201, pipelineShape(model, pipeline));
		}),
		ofPipeline(model, 'POST', '/cancel', (pipeline) => {
			model.cancel(pipeline);
			return json(200, pipelineShape(model, pipeline));
		}),
	];
}
