// SPDX-License-Identifier: Apache-2.0
//
// libtorch's torch::optim::Adam and AdamW (where the decay is decoupled) with amsgrad, on the CPU.
// The state goes in through the optimizer's own map; each request's steps take it out again.
#include <torch/torch.h>

#include <cstring>
#include <memory>
#include <string>

extern "C" {
#include "protocol.h"
}

namespace {

std::string error_text;

torch::Tensor tensor_of(const void *data, std::size_t n, torch::Dtype type)
{
    return torch::from_blob(const_cast<void *>(data), {static_cast<int64_t>(n)}, type).clone();
}

template <class Options> Options options_of(const amsref_adapter_hyper &h)
{
    return Options(h.lr)
        .betas(std::make_tuple(h.beta1, h.beta2))
        .eps(h.eps)
        .weight_decay(h.weight_decay)
        .amsgrad(true);
}

void copy_out(void *to, const torch::Tensor &from)
{
    const torch::Tensor flat = from.detach().contiguous();
    if (flat.numel() != 0)
        std::memcpy(to, flat.data_ptr(), flat.nbytes());
}

template <class Optimizer, class Options, class State>
void take_step(const amsref_adapter_hyper &hyper, torch::Dtype type, uint64_t t,
               const amsref_adapter_arrays &a)
{
    torch::Tensor x = tensor_of(a.x, a.n, type).set_requires_grad(true);
    x.mutable_grad() = tensor_of(a.g, a.n, type);
    Optimizer optimizer({x}, options_of<Options>(hyper));
    auto given = std::make_unique<State>();
    given->step(static_cast<int64_t>(t) - 1);
    given->exp_avg(tensor_of(a.m, a.n, type));
    given->exp_avg_sq(tensor_of(a.v, a.n, type));
    given->max_exp_avg_sq(tensor_of(a.vmax, a.n, type));
    auto *state = given.get();
    optimizer.state()[x.unsafeGetTensorImpl()] = std::move(given);
    optimizer.step();
    copy_out(a.x, x);
    copy_out(a.m, state->exp_avg());
    copy_out(a.v, state->exp_avg_sq());
    copy_out(a.vmax, state->max_exp_avg_sq());
}

const char *step(void *, amsref_adapter_format format, const amsref_adapter_hyper *hyper,
                 uint64_t t, const amsref_adapter_arrays *arrays)
{
    using namespace torch::optim;
    const torch::Dtype type = format == ADAPTER_BINARY64 ? torch::kFloat64 : torch::kFloat32;
    try {
        if (hyper->decoupled)
            take_step<AdamW, AdamWOptions, AdamWParamState>(*hyper, type, t, *arrays);
        else
            take_step<Adam, AdamOptions, AdamParamState>(*hyper, type, t, *arrays);
    } catch (const std::exception &error) {
        error_text = error.what();
        return error_text.c_str();
    }
    return nullptr;
}

} // namespace

int main()
{
    torch::set_num_threads(1);
    static const char *const features[] = {"weight_decay", "decoupled", nullptr};
    const amsref_adapter adapter = {"torch::optim::Adam(amsgrad=true)", TORCH_VERSION, "pytorch",
                                    features, step, nullptr};
    return amsref_adapter_serve(&adapter);
}
