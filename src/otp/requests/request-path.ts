import type { ProjectModule } from '../../project/project-module.js';

const WEB_MODULE = /Web(\..*)?\.\w*(Controller|Live|Channel|Socket|Plug|Resolver)(\.\w+)*$/;

/**
 * True for a module that serves requests: a Phoenix controller, LiveView, LiveComponent, channel, socket, a Plug
 * or an Absinthe resolver or middleware.
 */
export function isRequestPath(module: ProjectModule): boolean {
  if (module.is('controller', 'live_view', 'live_component', 'channel', 'socket', 'plug', 'resolver'))
    return true;
  // A server of its own beside a LiveView has a name like it, but serves no request by itself.
  if (WEB_MODULE.test(module.name) && !module.is('gen_server', 'gen_stage', 'gen_statem', 'supervisor'))
    return true;
  const importsConn = module.def.imports.some(({ module: name }) => name === 'Plug.Conn');
  if (importsConn && module.functionNamed('call', 2)) return true;
  return module.project.settings.isRequestPath(module.name);
}
