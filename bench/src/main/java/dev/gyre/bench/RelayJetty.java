package dev.gyre.bench;

import java.net.URI;
import java.nio.ByteBuffer;

import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The baseline of {@link OutboundBench}: asks another server and answers what it said. */
public final class RelayJetty {
    private RelayJetty() {
    }

    /** @param args port, and what to ask */
    public static void main(String[] args) throws Exception {
        URI called = URI.create(args[1]);
        HttpClient client = new HttpClient();
        client.start();
        BareJetty.serve(Integer.parseInt(args[0]), new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                ContentResponse answer = client.newRequest(called).send();
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.getContent().length);
                response.write(true, ByteBuffer.wrap(answer.getContent()), callback);
                return true;
            }
        });
    }
}
